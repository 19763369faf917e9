using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>
/// One record under construction: for every column the text as it will stand in the file and the value that a reader
/// must find there. One buffer serves all records of a file.
/// </summary>
internal sealed class SampleRecord
{
    private readonly FieldValue[] _values;
    private readonly (int Offset, int Length, int Characters)[] _texts;
    private readonly bool[] _isMissing;
    private readonly int _constantBytes;
    private byte[] _bytes = new byte[1024];
    private int _used;

    public SampleRecord(Layout layout)
    {
        _values = new FieldValue[layout.Columns.Count];
        _texts = new (int, int, int)[_values.Length];
        _isMissing = new bool[_values.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            if (layout.Columns[i].Constant is { } constant)
                Set(i, new ColumnJudge(layout, layout.Columns[i]).Judge(constant.Trim(' ')).Cell);
        }

        _constantBytes = _used;
    }

    /// <summary>One per column of the layout, constants included.</summary>
    public ReadOnlySpan<FieldValue> Values => _values;

    /// <summary>What the offsets of text values point into, in UTF-8.</summary>
    public ReadOnlySpan<byte> Buffer => _bytes;

    /// <summary>Starts another record.</summary>
    public void Clear()
    {
        _used = _constantBytes;
        Array.Clear(_isMissing);
    }

    /// <summary>The column's text as it stands in the file, in UTF-8, without padding.</summary>
    public ReadOnlySpan<byte> TextOf(int ordinal) => _bytes.AsSpan(_texts[ordinal].Offset, _texts[ordinal].Length);

    public int CharactersOf(int ordinal) => _texts[ordinal].Characters;

    /// <summary>The column refers to a parent row that the parent's own sample does not deliver.</summary>
    public bool IsMissing(int ordinal) => _isMissing[ordinal];

    public void SetMissing(int ordinal, bool isMissing) => _isMissing[ordinal] = isMissing;

    public void Set(int ordinal, Cell cell)
    {
        FieldValue value = cell.Value ?? FieldValue.Null(_values[ordinal].Kind);
        Set(ordinal, cell.Utf8, cell.Characters, value);
    }

    /// <param name="value">Text values are made to point to the record's copy of <paramref name="text"/>.</param>
    public void Set(int ordinal, ReadOnlySpan<byte> text, int characters, FieldValue value)
    {
        if (_bytes.Length - _used < text.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        _texts[ordinal] = (_used, text.Length, characters);
        _values[ordinal] = value is { Kind: FieldKind.Text, IsNull: false }
            ? FieldValue.OfText(_used, text.Length)
            : value;
        _used += text.Length;
    }

    public void SetBlank(int ordinal, FieldKind kind)
    {
        _texts[ordinal] = default;
        _values[ordinal] = FieldValue.Null(kind);
    }

    /// <summary>The value in one form whatever way it was written, as <see cref="Cell.Canonical"/>; null for blank.</summary>
    public string? CanonicalOf(int ordinal)
    {
        FieldValue value = _values[ordinal];
        if (value.IsNull)
            return null;
        return value.Kind switch
        {
            FieldKind.Text => Encoding.UTF8.GetString(_bytes, value.Offset, value.Length),
            FieldKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
            FieldKind.Decimal => value.Decimal.ToString("0.############################", CultureInfo.InvariantCulture),
            FieldKind.Date => DateOnly.FromDayNumber((int)value.Integer)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldKind.Boolean => value.Integer != 0 ? "true" : "false",
            _ => throw new InvalidOperationException($"FieldKind {value.Kind}"),
        };
    }
}
