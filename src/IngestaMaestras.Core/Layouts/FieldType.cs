using System.Globalization;

namespace IngestaMaestras.Core.Layouts;

/// <summary>The kinds of value that a layout's <c>tipo_dato</c> can declare.</summary>
public enum FieldKind
{
    Text,
    Integer,
    Decimal,
    Date,
    Boolean,
}

/// <summary>
/// The type of a column: <c>texto</c>, <c>texto(30)</c>, <c>numero(2)</c>, <c>decimal(10,2)</c>,
/// <c>fecha(yyyyMMdd)</c>, <c>booleano(S/N)</c>.
/// </summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Length">Text: most characters, null for no limit. Integer: most digits (1 to 18). Decimal: total digits (1 to 28).</param>
/// <param name="Scale">Decimal: digits after the separator. Otherwise 0.</param>
/// <param name="Format">Date: the .NET format, of fixed length. Otherwise null.</param>
/// <param name="TrueText">Boolean: what stands for true. Otherwise null.</param>
/// <param name="FalseText">Boolean: what stands for false. Otherwise null.</param>
public sealed record FieldType(
    FieldKind Kind,
    int? Length = null,
    int Scale = 0,
    string? Format = null,
    string? TrueText = null,
    string? FalseText = null)
{
    /// <summary>Text without limit: the type of every column of a layout that declares none.</summary>
    public static FieldType UnlimitedText { get; } = new(FieldKind.Text);

    /// <summary>The type as a layout writes it.</summary>
    public override string ToString() => Kind switch
    {
        FieldKind.Text => Length is { } n ? string.Create(CultureInfo.InvariantCulture, $"texto({n})") : "texto",
        FieldKind.Integer => string.Create(CultureInfo.InvariantCulture, $"numero({Length})"),
        FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Length},{Scale})"),
        FieldKind.Date => $"fecha({Format})",
        FieldKind.Boolean => $"booleano({TrueText}/{FalseText})",
        _ => throw new InvalidOperationException($"FieldKind {Kind}"),
    };
}
