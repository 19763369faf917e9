using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Cuts by position. Positions count characters: one character is one Unicode scalar value.</summary>
internal sealed class FixedCutter : LineCutter
{
    private readonly LayoutColumn? _lastRequired;
    private readonly int[] _starts;
    private readonly int[] _ends;

    // Lines that are not ASCII are walked once, from boundary to boundary in the order of the line.
    private readonly int[] _boundaries;
    private readonly int[] _boundaryOffsets;
    private readonly int[] _startBoundary;
    private readonly int[] _endBoundary;
    private readonly int _requiredBoundary;

    public FixedCutter(LayoutColumn[] fields) : base(fields.Length)
    {
        _lastRequired = LastRequired(fields, f => f.Start);
        _starts = [.. fields.Select(f => f.Start)];
        _ends = [.. fields.Select(f => f.End)];
        _boundaries = [.. _starts.Concat(_ends).Distinct().Order()];
        _boundaryOffsets = new int[_boundaries.Length];
        _startBoundary = [.. _starts.Select(s => Array.BinarySearch(_boundaries, s))];
        _endBoundary = [.. _ends.Select(e => Array.BinarySearch(_boundaries, e))];
        _requiredBoundary = _lastRequired is null ? -1 : Array.BinarySearch(_boundaries, _lastRequired.Start);
    }

    public override bool HasFields => true;

    public override bool TryCut(ReadOnlySpan<byte> line, bool isAscii)
    {
        Span<FieldSlice> slices = Target;
        if (isAscii)
        {
            for (int i = 0; i < slices.Length; i++)
                slices[i] = Slice(_starts[i], Math.Min(_ends[i], line.Length), line.Length);
            return _lastRequired is null || line.Length > _lastRequired.Start;
        }

        Walk(line);
        for (int i = 0; i < slices.Length; i++)
            slices[i] = Slice(_boundaryOffsets[_startBoundary[i]], _boundaryOffsets[_endBoundary[i]], line.Length);
        return _lastRequired is null || _boundaryOffsets[_requiredBoundary] < line.Length;
    }

    public override IReadOnlyList<RecordError> Diagnose(ReadOnlySpan<byte> line) =>
        [RecordErrors.ShortLine(line, Utf8Text.CountCharacters(line), _lastRequired!)];

    private static FieldSlice Slice(int start, int end, int lineLength) =>
        start >= lineLength ? FieldSlice.Absent : new FieldSlice(start, end - start);

    /// <summary>Byte offset of every boundary; one past the end of the line is the line's length.</summary>
    private void Walk(ReadOnlySpan<byte> line)
    {
        int offset = 0;
        int character = 0;
        for (int i = 0; i < _boundaries.Length; i++)
        {
            for (; character < _boundaries[i] && offset < line.Length; character++)
                offset += Utf8Text.SequenceLength(line[offset]);
            _boundaryOffsets[i] = offset;
        }
    }
}
