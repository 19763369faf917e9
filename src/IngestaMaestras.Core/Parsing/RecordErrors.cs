using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Makes the errors of a record, with their messages: what was found and what was expected.</summary>
internal static class RecordErrors
{
    private const string KeyRule = "clave única";
    private const string RequiredRule = "requerido";

    /// <summary>A key that an earlier line of the same file already has.</summary>
    /// <param name="key">The key as <see cref="KeyText"/> writes it.</param>
    /// <param name="firstLine">The line that keeps the key.</param>
    public static RecordError DuplicateKey(Layout layout, string key, long firstLine)
    {
        string quoted = ControlText.Quote(key);
        return new RecordError(
            ErrorType.DuplicateKey, layout.KeyFields, KeyRule, quoted, ParsingMessages.Format("DuplicateKey", quoted, firstLine));
    }

    public static RecordError InvalidEncoding(SourceEncoding encoding, int offset, byte value)
    {
        string name = encoding switch
        {
            SourceEncoding.Utf8 => "utf-8",
            SourceEncoding.Latin1 => "latin-1",
            SourceEncoding.Windows1252 => "cp1252",
            _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
        };
        string hex = string.Create(CultureInfo.InvariantCulture, $"0x{value:X2}");
        return OfLine(ErrorType.InvalidEncoding, $"encoding {name}", hex, "InvalidEncoding", name, hex, offset);
    }

    public static RecordError LongLine(ReadOnlySpan<byte> head, SourceEncoding encoding, long length, int maximum) =>
        OfLine(
            ErrorType.LongLine, Rule("largo máximo", maximum), ControlText.Quote(head, encoding),
            "LongLine", length, maximum);

    public static RecordError BlankLine() =>
        OfLine(ErrorType.ShortLine, Rule("largo mínimo", 1), "", "BlankLine");

    public static RecordError ShortLine(ReadOnlySpan<byte> line, int characters, LayoutColumn lastRequired) =>
        OfLine(
            ErrorType.ShortLine, Rule("largo mínimo", lastRequired.Start + 1), ControlText.Quote(line),
            "ShortLine", lastRequired.Name, characters, lastRequired.Start);

    public static RecordError TooFewParts(ReadOnlySpan<byte> line, int count, LayoutColumn lastRequired) =>
        OfLine(
            ErrorType.ShortLine, Rule("partes mínimas", lastRequired.Index + 1), ControlText.Quote(line),
            "TooFewParts", lastRequired.Name, count, lastRequired.Index + 1);

    public static RecordError WrongParts(ReadOnlySpan<byte> line, int count, int expected, byte delimiter) =>
        OfLine(
            ErrorType.MalformedLine, Rule("partes", expected), ControlText.Quote(line),
            "WrongParts", ControlText.Quote(((char)delimiter).ToString()), count, expected);

    public static RecordError ControlCharacter(char first, int position, int count)
    {
        string code = ControlText.Escape(first);
        return OfLine(
            ErrorType.MalformedLine, "caracteres de control", code,
            count == 1 ? "ControlCharacter" : "ControlCharacters", code, position, count);
    }

    public static RecordError RequiredField(LayoutColumn column) => new(
        ErrorType.RequiredField, column.Name, RequiredRule, "",
        ParsingMessages.Format(column.IsKey ? "RequiredKey" : "RequiredField", column.Name));

    public static RecordError TypeError(
        LayoutColumn column, FieldOutcome outcome, ReadOnlySpan<byte> text, char decimalSeparator)
    {
        FieldType type = column.Type;
        string value = ControlText.Quote(text);
        string message = (outcome, type.Kind) switch
        {
            (FieldOutcome.InvalidType, FieldKind.Integer) =>
                ParsingMessages.Format("InvalidInteger", column.Name, value, type),
            (FieldOutcome.InvalidType, FieldKind.Decimal) =>
                ParsingMessages.Format("InvalidDecimal", column.Name, value, type, decimalSeparator),
            (FieldOutcome.InvalidType, FieldKind.Date) =>
                ParsingMessages.Format("InvalidDate", column.Name, value, type.Format),
            (FieldOutcome.InvalidType, FieldKind.Boolean) =>
                ParsingMessages.Format("InvalidBoolean", column.Name, value, type.TrueText, type.FalseText),
            (FieldOutcome.LengthExceeded, FieldKind.Text) =>
                ParsingMessages.Format("TextTooLong", column.Name, Utf8Text.CountCharacters(text), type.Length),
            (FieldOutcome.LengthExceeded, FieldKind.Integer) =>
                ParsingMessages.Format("IntegerTooLong", column.Name, value, type.Length),
            (FieldOutcome.LengthExceeded, FieldKind.Decimal) =>
                ParsingMessages.Format("DecimalTooLong", column.Name, value, type.Length - type.Scale, type.Scale),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), $"{outcome}, {type}"),
        };
        string errorType = outcome == FieldOutcome.InvalidType ? ErrorType.InvalidType : ErrorType.LengthExceeded;
        return new RecordError(errorType, column.Name, type.ToString(), value, message);
    }

    public static RecordError BrokenRule(LayoutColumn column, FieldRule rule, ReadOnlySpan<byte> text)
    {
        string value = ControlText.Quote(text);
        (string type, string message) = rule switch
        {
            RangeRule { Minimum: { } min, Maximum: { } max } =>
                (ErrorType.OutOfRange, ParsingMessages.Format("OutOfRange", column.Name, value, min, max)),
            RangeRule { Minimum: { } min } =>
                (ErrorType.OutOfRange, ParsingMessages.Format("BelowMinimum", column.Name, value, min)),
            RangeRule range =>
                (ErrorType.OutOfRange, ParsingMessages.Format("AboveMaximum", column.Name, value, range.Maximum)),
            LengthRule => (
                ErrorType.LengthExceeded,
                ParsingMessages.Format("InvalidLength", column.Name, Utf8Text.CountCharacters(text), rule.Text)),
            PatternRule pattern => (
                ErrorType.InvalidPattern,
                ParsingMessages.Format("InvalidPattern", column.Name, value, pattern.Pattern)),
            ValuesRule values => (
                ErrorType.ValueNotAllowed,
                ParsingMessages.Format(
                    "ValueNotAllowed", column.Name, value, ControlText.Quote(string.Join("; ", values.Values)))),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.GetType().Name),
        };
        return new RecordError(type, column.Name, rule.Text, value, message);
    }

    private static RecordError OfLine(
        string type, string rule, string value, string message, params object?[] arguments) =>
        new(type, null, rule, value, ParsingMessages.Format(message, arguments));

    private static string Rule(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
}
