using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Where the values of a column that is not part of the key come from.</summary>
internal abstract class ColumnSource(int ordinal)
{
    protected int Ordinal { get; } = ordinal;

    /// <summary>An update can give the column another value.</summary>
    public virtual bool CanChange => false;

    /// <param name="seed">Belongs to the column in this row.</param>
    public abstract void Write(long row, ulong seed, SampleRecord record);

    /// <summary>Replaces what <see cref="Write"/> gave by something else.</summary>
    /// <param name="seed">Belongs to the column in this row.</param>
    /// <param name="salt">Belongs to the change.</param>
    public virtual void WriteOther(ulong seed, ulong salt, SampleRecord record) =>
        throw new NotSupportedException($"Column {Ordinal} does not change.");
}
