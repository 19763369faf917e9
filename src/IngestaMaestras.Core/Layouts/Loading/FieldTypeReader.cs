using System.Globalization;
using System.Text.RegularExpressions;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads a <c>tipo_dato</c>: <c>texto(30)</c>, <c>numero(2)</c>, <c>fecha(yyyyMMdd)</c>…</summary>
internal static partial class FieldTypeReader
{
    public const int MaxTextLength = 1 << 20;
    public const int MaxIntegerDigits = 18;
    public const int MaxDecimalDigits = 28;

    /// <summary>The type; null when the cell is blank or (reported) wrong.</summary>
    public static FieldType? Read(MasterScope scope, ToonEntry? entry)
    {
        if (scope.Text(entry) is not { } text)
        {
            return null;
        }

        var match = Shape().Match(text);
        var arguments = match.Groups["arguments"] is { Success: true } group ? group.Value.Trim() : null;
        FieldType? type;
        LayoutFault fault;
        switch (match.Groups["name"].Value.ToLowerInvariant())
        {
            case "texto":
                (type, fault) = (ReadText(arguments), LayoutFault.TextLength);
                break;
            case "numero":
                (type, fault) = (ReadInteger(arguments), LayoutFault.IntegerDigits);
                break;
            case "decimal":
                (type, fault) = (ReadDecimal(arguments), LayoutFault.DecimalDigits);
                break;
            case "fecha":
                (type, fault) = (ReadDate(arguments), LayoutFault.DateFormat);
                break;
            case "booleano":
                (type, fault) = (ReadBoolean(arguments), LayoutFault.BooleanTexts);
                break;
            default:
                (type, fault) = (null, LayoutFault.UnknownType);
                break;
        }

        if (type is null)
        {
            scope.Error(entry!.Value, fault, text, MaxTextLength, MaxIntegerDigits, MaxDecimalDigits);
        }

        return type;
    }

    private static FieldType? ReadText(string? arguments) =>
        arguments is null ? FieldType.UnlimitedText
        : Digits(arguments, 1, MaxTextLength) is { } length ? new FieldType(FieldKind.Text, length)
        : null;

    private static FieldType? ReadInteger(string? arguments) =>
        Digits(arguments, 1, MaxIntegerDigits) is { } digits ? new FieldType(FieldKind.Integer, digits) : null;

    private static FieldType? ReadDecimal(string? arguments) =>
        arguments?.Split(',') is [var first, var second]
        && Digits(first, 1, MaxDecimalDigits) is { } digits
        && Digits(second, 0, digits) is { } scale
            ? new FieldType(FieldKind.Decimal, digits, scale)
            : null;

    private static FieldType? ReadDate(string? arguments) =>
        arguments is not null
        && DateShape().IsMatch(arguments)
        && CountOf(arguments, 'y') == 4 && CountOf(arguments, 'M') == 2 && CountOf(arguments, 'd') == 2
            ? new FieldType(FieldKind.Date, Format: arguments)
            : null;

    private static FieldType? ReadBoolean(string? arguments) =>
        arguments?.Split('/', StringSplitOptions.TrimEntries) is [{ Length: > 0 } yes, { Length: > 0 } no] && yes != no
            ? new FieldType(FieldKind.Boolean, TrueText: yes, FalseText: no)
            : null;

    private static int? Digits(string? text, int minimum, int maximum) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= minimum && value <= maximum
            ? value
            : null;

    private static int CountOf(string text, char letter) => text.Count(c => c == letter);

    [GeneratedRegex(@"^(?<name>[^()]*?)\s*(\((?<arguments>[^()]*)\))?\z")]
    private static partial Regex Shape();

    // Year, month and day in any order, each whole and once, with or without separators: every date has the same length.
    [GeneratedRegex(@"^(yyyy|MM|dd)[-/. ]?(yyyy|MM|dd)[-/. ]?(yyyy|MM|dd)\z")]
    private static partial Regex DateShape();
}
