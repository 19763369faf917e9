using System.Globalization;
using System.Text.RegularExpressions;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>Layouts written in code: <c>LayoutBuilder.Fixed("XCADENA").Field("CODCADE", 0, 1, key: true).Build()</c>.</summary>
internal sealed class LayoutBuilder
{
    private readonly List<LayoutColumn> _columns = [];
    private readonly List<FieldRule> _rules = [];
    private readonly string _maestra;
    private readonly RecordFormat _format;
    private readonly char? _delimiter;
    private SourceEncoding _encoding = SourceEncoding.Utf8;
    private bool _ignoreHeader;
    private int? _parts;
    private char _decimalSeparator = '.';

    private LayoutBuilder(string maestra, RecordFormat format, char? delimiter)
    {
        _maestra = maestra;
        _format = format;
        _delimiter = delimiter;
    }

    public static LayoutBuilder Fixed(string maestra = "XPRUEBA") => new(maestra, RecordFormat.Fixed, null);

    public static LayoutBuilder Delimited(char delimiter = '|', string maestra = "XPRUEBA") =>
        new(maestra, RecordFormat.Delimited, delimiter);

    public static FieldType Text(int? length = null) => new(FieldKind.Text, length);

    public static FieldType Integer(int digits) => new(FieldKind.Integer, digits);

    public static FieldType Decimal(int precision, int scale) => new(FieldKind.Decimal, precision, scale);

    public static FieldType Date(string format = "yyyyMMdd") => new(FieldKind.Date, Format: format);

    public static FieldType Boolean(string yes = "S", string no = "N") =>
        new(FieldKind.Boolean, TrueText: yes, FalseText: no);

    public LayoutBuilder In(SourceEncoding encoding)
    {
        _encoding = encoding;
        return this;
    }

    public LayoutBuilder WithHeader()
    {
        _ignoreHeader = true;
        return this;
    }

    public LayoutBuilder WithParts(int parts)
    {
        _parts = parts;
        return this;
    }

    public LayoutBuilder WithDecimalSeparator(char separator)
    {
        _decimalSeparator = separator;
        return this;
    }

    /// <summary>A field of a fixed layout.</summary>
    public LayoutBuilder Field(
        string name, int start, int end, FieldType? type = null, bool required = false, bool key = false)
    {
        _columns.Add(Column(name, type, required, key) with { Start = start, End = end });
        return this;
    }

    /// <summary>A field of a delimited layout.</summary>
    public LayoutBuilder Part(string name, int index, FieldType? type = null, bool required = false, bool key = false)
    {
        _columns.Add(Column(name, type, required, key) with { Index = index });
        return this;
    }

    public LayoutBuilder Constant(string name, string value, FieldType? type = null, bool key = false)
    {
        _columns.Add(Column(name, type, key, key) with { Constant = value });
        return this;
    }

    public LayoutBuilder Range(string column, decimal? min, decimal? max, RuleSeverity severity = RuleSeverity.Error) =>
        Rule(new RangeRule(
            column, severity, string.Create(CultureInfo.InvariantCulture, $"rango {min}..{max}"), min, max));

    public LayoutBuilder Length(string column, int min, int? max, RuleSeverity severity = RuleSeverity.Error) =>
        Rule(new LengthRule(
            column, severity, string.Create(CultureInfo.InvariantCulture, $"longitud {min}..{max}"), min, max));

    public LayoutBuilder Pattern(string column, string pattern, RuleSeverity severity = RuleSeverity.Error) =>
        Rule(new PatternRule(
            column, severity, $"patron {pattern}",
            new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)));

    public LayoutBuilder Values(string column, params string[] values) =>
        Rule(new ValuesRule(column, RuleSeverity.Error, $"valores {string.Join(';', values)}", values));

    public LayoutBuilder Rule(FieldRule rule)
    {
        _rules.Add(rule);
        return this;
    }

    public Layout Build() => new()
    {
        Maestra = _maestra,
        Table = $"erp_{_maestra.ToLowerInvariant()}",
        Encoding = _encoding,
        Format = _format,
        Delimiter = (byte?)_delimiter,
        IgnoreHeader = _ignoreHeader,
        Columns = _columns,
        KeyColumns = [.. _columns.Where(c => c.IsKey)],
        Rules = _rules,
        Parts = _parts,
        DecimalSeparator = _decimalSeparator,
        Fingerprint = "",
        Source = "",
    };

    private static LayoutColumn Column(string name, FieldType? type, bool required, bool key) =>
        new(name, name.ToLowerInvariant(), type ?? FieldType.UnlimitedText, required || key, key);
}
