using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Finds where the fields of a decoded line are.</summary>
internal abstract class LineCutter(int fieldCount)
{
    private readonly FieldSlice[] _slices = new FieldSlice[fieldCount];

    /// <summary>One slice per field, in layout order, constants left out.</summary>
    public ReadOnlySpan<FieldSlice> Slices => _slices;

    protected Span<FieldSlice> Target => _slices;

    public static LineCutter For(Layout layout, LayoutColumn[] fields) => layout.Format switch
    {
        RecordFormat.Fixed => new FixedCutter(fields),
        RecordFormat.Delimited => new DelimitedCutter(layout, fields),
        _ => throw new ArgumentException($"RecordFormat {layout.Format}", nameof(layout)),
    };

    /// <summary>
    /// Cuts <paramref name="line"/>. False when the line as a whole is wrong; <see cref="Diagnose"/> then tells why, and
    /// the slices count only when <see cref="HasFields"/>.
    /// </summary>
    /// <param name="isAscii">Every character is one byte.</param>
    public abstract bool TryCut(ReadOnlySpan<byte> line, bool isAscii);

    /// <summary>The line that was refused still has fields that can be checked.</summary>
    public abstract bool HasFields { get; }

    /// <summary>What <see cref="TryCut"/> found wrong.</summary>
    public abstract IReadOnlyList<RecordError> Diagnose(ReadOnlySpan<byte> line);

    /// <summary>The required field that lies furthest into the line; null when all are optional.</summary>
    protected static LayoutColumn? LastRequired(LayoutColumn[] fields, Func<LayoutColumn, int> position) =>
        fields.Where(f => f.Required || f.IsKey).MaxBy(position);
}
