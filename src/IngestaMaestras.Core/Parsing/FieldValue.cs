using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// The value of one column of the record just read. A value type over the reader's buffers: it is valid until the
/// reader advances.
/// </summary>
/// <param name="Kind">Which of the other members holds the value.</param>
/// <param name="IsNull">Blank in the file; the other members are then default.</param>
/// <param name="Offset">Text: where its UTF-8 bytes start in <see cref="RecordReader.TextBuffer"/>.</param>
/// <param name="Length">Text: how many UTF-8 bytes it has.</param>
/// <param name="Integer">Integer: the value. Date: <see cref="DateOnly.DayNumber"/>. Boolean: 0 or 1.</param>
/// <param name="Decimal">Decimal: the value, with the scale of its type.</param>
public readonly record struct FieldValue(
    FieldKind Kind, bool IsNull, int Offset, int Length, long Integer, decimal Decimal)
{
    public static FieldValue Null(FieldKind kind) => new(kind, true, 0, 0, 0, 0);

    public static FieldValue OfText(int offset, int length) => new(FieldKind.Text, false, offset, length, 0, 0);

    public static FieldValue OfInteger(long value) => new(FieldKind.Integer, false, 0, 0, value, 0);

    public static FieldValue OfDecimal(decimal value) => new(FieldKind.Decimal, false, 0, 0, 0, value);

    public static FieldValue OfDate(DateOnly value) => new(FieldKind.Date, false, 0, 0, value.DayNumber, 0);

    public static FieldValue OfBoolean(bool value) => new(FieldKind.Boolean, false, 0, 0, value ? 1 : 0, 0);
}
