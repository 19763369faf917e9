using System.Globalization;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>The type of an Oracle column, as far as layouts need types.</summary>
/// <param name="Name"><c>VARCHAR2</c>, <c>NUMBER</c>, <c>DATE</c>, or another as the catalog writes it.</param>
/// <param name="Length">VARCHAR2: characters.</param>
/// <param name="Precision">NUMBER: digits; null for as many as NUMBER holds.</param>
/// <param name="Scale">NUMBER: digits after the point.</param>
/// <param name="InBytes">VARCHAR2: the length counts bytes, not characters.</param>
internal sealed record OracleType(string Name, int Length = 0, int? Precision = null, int Scale = 0, bool InBytes = false)
{
    private const string Text = "VARCHAR2";
    private const string Number = "NUMBER";

    /// <summary>Most that a VARCHAR2 holds unless the database was set up otherwise (MAX_STRING_SIZE).</summary>
    public const int MaxTextLength = 4000;

    private const int MaxDigits = 38;

    // The longest index entry that a block of 8 KB takes is 6398 bytes; some of it is not ours.
    private const int MaxKeyBytes = 6000;
    private const int MaxBytesPerCharacter = 4;
    private const int BytesPerOtherValue = 22;

    /// <summary>The type as a statement writes it.</summary>
    public string Sql => Name switch
    {
        Text => string.Create(CultureInfo.InvariantCulture, $"{Text}({Length} {(InBytes ? "BYTE" : "CHAR")})"),
        Number when Precision is null => Number,
        Number when Scale == 0 => string.Create(CultureInfo.InvariantCulture, $"{Number}({Precision})"),
        Number => string.Create(CultureInfo.InvariantCulture, $"{Number}({Precision},{Scale})"),
        _ => Name,
    };

    /// <summary>What a layout would call it, to bind a value to a column that the layout does not have any more.</summary>
    public FieldType FieldType => new(Name switch
    {
        Text => FieldKind.Text,
        "DATE" => FieldKind.Date,
        _ => FieldKind.Decimal,
    });

    /// <summary>The type for a column of a layout. Text without a limit gets the longest VARCHAR2, and a key what an index takes.</summary>
    public static OracleType Of(Layout layout, LayoutColumn column) => column.Type.Kind switch
    {
        FieldKind.Text => new OracleType(Text, column.IsKey ? KeyTextLength(layout, column) : TextLength(column)),
        FieldKind.Integer => new OracleType(Number, Precision: column.Type.Length),
        FieldKind.Decimal => new OracleType(Number, Precision: column.Type.Length, Scale: column.Type.Scale),
        FieldKind.Date => new OracleType("DATE"),
        FieldKind.Boolean => new OracleType(Number, Precision: 1),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type.Kind, null),
    };

    /// <summary>
    /// The type that holds what both hold, and never less than this one; null when there is none that Oracle would make
    /// of it without losing values.
    /// </summary>
    public OracleType? WidenedTo(OracleType wanted)
    {
        if (Name != wanted.Name)
        {
            return null;
        }

        switch (Name)
        {
            case Text:
                // Bytes are fewer characters than their number, or as many: the length in characters covers both.
                var inBytes = InBytes && wanted.Length * MaxBytesPerCharacter <= Length;
                return new OracleType(Text, Math.Max(Length, wanted.Length), InBytes: inBytes);
            case Number when Precision is { } digits && wanted.Precision is { } wantedDigits:
                var scale = Math.Max(Scale, wanted.Scale);
                var precision = scale + Math.Max(digits - Scale, wantedDigits - wanted.Scale);
                return precision <= MaxDigits ? new OracleType(Number, Precision: precision, Scale: scale) : null;
            default:
                return this;
        }
    }

    private static int TextLength(LayoutColumn column) => Math.Min(column.Type.Length ?? MaxTextLength, MaxTextLength);

    /// <summary>Columns of a key share what an index entry takes, when they could need more than that.</summary>
    private static int KeyTextLength(Layout layout, LayoutColumn column)
    {
        int[] texts = [.. layout.KeyColumns.Where(c => c.Type.Kind == FieldKind.Text).Select(TextLength)];
        var others = (layout.KeyColumns.Count - texts.Length) * BytesPerOtherValue;
        return texts.Sum(Bytes) + others <= MaxKeyBytes
            ? TextLength(column)
            : Math.Min(TextLength(column), (MaxKeyBytes - others) / texts.Length / MaxBytesPerCharacter);
    }

    // However many characters, a value has 4000 bytes at most.
    private static int Bytes(int characters) => Math.Min(characters * MaxBytesPerCharacter, MaxTextLength);
}
