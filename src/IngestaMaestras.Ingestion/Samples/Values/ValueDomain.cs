namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>The values that a column can take, numbered. Different numbers are different values.</summary>
internal abstract class ValueDomain
{
    /// <summary>No domain is counted further; nobody asks for as many rows.</summary>
    public const ulong MaxCount = 1UL << 62;

    public abstract ulong Count { get; }

    /// <summary>Sets the column to value <paramref name="index"/>.</summary>
    public abstract void Write(ulong index, SampleRecord record, int ordinal);

    /// <summary>The number of the value that <paramref name="canonical"/> names, if the domain has it.</summary>
    public abstract bool TryIndexOf(string canonical, out ulong index);
}
