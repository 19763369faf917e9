using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Cuts at a delimiter byte, without quoting. A layout that declares its parts gets exactly that many, or one more that
/// is blank, which is what a delimiter at the end of the line leaves.
/// </summary>
internal sealed class DelimitedCutter : LineCutter
{
    private readonly byte _delimiter;
    private readonly int? _parts;
    private readonly LayoutColumn? _lastRequired;
    private readonly int[] _indexes;
    private readonly FieldSlice[] _found; // Only as many as the layout names.
    private int _count;

    public DelimitedCutter(Layout layout, LayoutColumn[] fields) : base(fields.Length)
    {
        _delimiter = layout.Delimiter
            ?? throw new ArgumentException($"{layout.Maestra}: a delimited layout needs a delimiter.", nameof(layout));
        _parts = layout.Parts;
        _lastRequired = LastRequired(fields, f => f.Index);
        _indexes = [.. fields.Select(f => f.Index)];
        _found = new FieldSlice[_indexes.DefaultIfEmpty(-1).Max() + 1];
    }

    public override bool HasFields => HasRightParts;

    private bool HasRightParts { get; set; }

    private bool IsShort => _lastRequired is not null && _count <= _lastRequired.Index;

    public override bool TryCut(ReadOnlySpan<byte> line, bool isAscii)
    {
        FieldSlice last = Split(line);
        HasRightParts = _parts is not { } parts || _count == parts
            || (_count == parts + 1 && Utf8Text.Trim(line, last).Length == 0);

        Span<FieldSlice> slices = Target;
        for (int i = 0; i < slices.Length; i++)
            slices[i] = _indexes[i] < _count ? _found[_indexes[i]] : FieldSlice.Absent;
        return HasRightParts && !IsShort;
    }

    public override IReadOnlyList<RecordError> Diagnose(ReadOnlySpan<byte> line)
    {
        List<RecordError> errors = [];
        if (!HasRightParts)
            errors.Add(RecordErrors.WrongParts(line, _count, _parts!.Value, _delimiter));
        if (IsShort)
            errors.Add(RecordErrors.TooFewParts(line, _count, _lastRequired!));
        return errors;
    }

    private FieldSlice Split(ReadOnlySpan<byte> line)
    {
        _count = 0;
        int start = 0;
        while (true)
        {
            int found = line[start..].IndexOf(_delimiter);
            FieldSlice part = new(start, found < 0 ? line.Length - start : found);
            if (_count < _found.Length)
                _found[_count] = part;
            _count++;
            if (found < 0)
                return part;
            start += found + 1;
        }
    }
}
