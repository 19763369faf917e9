using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>
/// Says what is wrong with a text in a column: the expectation that a sample is built on. Written plainly and apart from
/// the reader of files, so that a test that compares the two compares two opinions.
/// </summary>
internal sealed class ColumnJudge(Layout layout, LayoutColumn column)
{
    private readonly FieldRule[] _rules =
    [
        .. layout.Rules.Where(r => r is not ReferenceRule
            && string.Equals(r.Column, column.Name, StringComparison.OrdinalIgnoreCase)),
    ];

    public LayoutColumn Column { get; } = column;

    public IReadOnlyList<FieldRule> Rules => _rules;

    public bool IsRequired => Column.Required || Column.IsKey;

    /// <param name="text">Without padding.</param>
    public Verdict Judge(string text)
    {
        if (text.Length == 0)
        {
            Cell blank = new("", FieldValue.Null(Column.Type.Kind), "");
            return new Verdict(IsRequired ? [ErrorType.RequiredField] : [], [], blank);
        }

        string? error = Read(text, out FieldValue value, out string canonical);
        if (error is not null)
            return new Verdict([error], [], new Cell(text, null, text));

        ILookup<RuleSeverity, string> broken = _rules
            .Where(r => !IsMet(r, value, text))
            .ToLookup(r => r.Severity, ErrorTypeOf);
        return new Verdict(
            [.. broken[RuleSeverity.Error]], [.. broken[RuleSeverity.Warning]], new Cell(text, value, canonical));
    }

    public static string ErrorTypeOf(FieldRule rule) => rule switch
    {
        RangeRule => ErrorType.OutOfRange,
        LengthRule => ErrorType.LengthExceeded,
        PatternRule => ErrorType.InvalidPattern,
        ValuesRule => ErrorType.ValueNotAllowed,
        ReferenceRule => ErrorType.MissingReference,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.GetType().Name),
    };

    private static bool IsMet(FieldRule rule, in FieldValue value, string text) => rule switch
    {
        RangeRule range => (value.Kind == FieldKind.Integer ? value.Integer : value.Decimal) is var number
            && !(number < range.Minimum) && !(number > range.Maximum),
        LengthRule length => text.EnumerateRunes().Count() is var count
            && count >= length.Minimum && !(count > length.Maximum),
        PatternRule pattern => pattern.Pattern.IsMatch(text),
        ValuesRule values => values.Values.Contains(text),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.GetType().Name),
    };

    /// <summary>The error type when the text is no value of the column's type.</summary>
    private string? Read(string text, out FieldValue value, out string canonical)
    {
        FieldType type = Column.Type;
        value = default;
        canonical = text;
        switch (type.Kind)
        {
            case FieldKind.Text:
                value = FieldValue.OfText(0, Encoding.UTF8.GetByteCount(text));
                return text.EnumerateRunes().Count() > type.Length ? ErrorType.LengthExceeded : null;
            case FieldKind.Integer:
            case FieldKind.Decimal:
                return ReadNumber(text, out value, out canonical);
            case FieldKind.Date:
                if (!DateOnly.TryParseExact(
                    text, type.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                {
                    return ErrorType.InvalidType;
                }

                value = FieldValue.OfDate(date);
                canonical = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return null;
            case FieldKind.Boolean:
                value = FieldValue.OfBoolean(text == type.TrueText);
                canonical = text == type.TrueText ? "true" : "false";
                return text == type.TrueText || text == type.FalseText ? null : ErrorType.InvalidType;
            default:
                throw new InvalidOperationException($"FieldKind {type.Kind}");
        }
    }

    private string? ReadNumber(string text, out FieldValue value, out string canonical)
    {
        FieldType type = Column.Type;
        value = default;
        canonical = text;
        string unsigned = text[0] is '-' or '+' ? text[1..] : text;
        string[] parts = type.Kind == FieldKind.Decimal ? unsigned.Split(layout.DecimalSeparator) : [unsigned];
        if (parts.Length > 2 || parts.All(p => p.Length == 0) || !parts.All(p => p.All(char.IsAsciiDigit)))
            return ErrorType.InvalidType;

        string whole = parts[0].TrimStart('0');
        string fraction = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        if (whole.Length > type.Length - type.Scale || fraction.Length > type.Scale)
            return ErrorType.LengthExceeded;

        string sign = text[0] == '-' && whole.Length + fraction.Length > 0 ? "-" : "";
        string digits = whole.Length == 0 ? "0" : whole;
        canonical = fraction.Length == 0 ? sign + digits : $"{sign}{digits}.{fraction}";
        value = type.Kind == FieldKind.Integer
            ? FieldValue.OfInteger(long.Parse(canonical, CultureInfo.InvariantCulture))
            : FieldValue.OfDecimal(decimal.Parse(
                type.Scale == 0 ? sign + digits : $"{sign}{digits}.{fraction.PadRight(type.Scale, '0')}",
                CultureInfo.InvariantCulture));
        return null;
    }
}
