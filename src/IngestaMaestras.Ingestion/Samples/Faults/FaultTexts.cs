using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Texts that might be wrong in a column. What exactly is wrong with each is for the judge to say.</summary>
internal static class FaultTexts
{
    // Longer texts than this are not made longer still, only to be too long.
    private const int LongestExceeded = 5000;
    private const string LongText = "NOMBRE DEMASIADO LARGO PARA EL CAMPO DE LA COMPAÑÍA ";

    private static readonly string[] Plain =
    [
        "N/A", "A", "1A", "X1", "12,A0", "1.2.3", "?", "--", "1-2", "a", "ñ", "Ñ", "*", "@@", "#", "z9", "ZZ", "ZZZ", "zz",
        "QQQQ", "0", "00", "1", "7", "9", "99", "999", "9999", "A1B2", "SI", "NO", "X", "x?x", "1234567890", "ABCDEFGHIJ",
        "abcdefgh", "A B", "Ü", "ÁÉ", "_", "-", "1 2",
    ];

    public static IEnumerable<string> For(Layout layout, ColumnJudge judge) => Plain
        .Concat(Typed(layout, judge))
        .Concat(Lengths(judge))
        .Concat(OutOfRange(layout, judge))
        .Select(t => t.Trim(' '))
        .Where(t => t.Length > 0)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Typed(Layout layout, ColumnJudge judge)
    {
        FieldType type = judge.Column.Type;
        switch (type.Kind)
        {
            case FieldKind.Integer:
                yield return "1" + new string('0', type.Length!.Value);
                yield return new string('9', type.Length.Value + 3);
                yield return "A" + new string('1', type.Length.Value - 1);
                break;
            case FieldKind.Decimal:
                yield return "1" + new string('0', type.Length!.Value - type.Scale);
                yield return "0" + layout.DecimalSeparator + new string('1', type.Scale + 1);
                yield return "1" + (layout.DecimalSeparator == '.' ? ',' : '.') + "5";
                break;
            case FieldKind.Date:
                yield return InFormat(type, "9999", "99", "99");
                yield return InFormat(type, "2026", "13", "01");
                yield return InFormat(type, "2025", "02", "29");
                yield return InFormat(type, "0000", "00", "00");
                break;
            case FieldKind.Text:
            case FieldKind.Boolean:
                break;
            default:
                throw new InvalidOperationException($"FieldKind {type.Kind}");
        }
    }

    private static string InFormat(FieldType type, string year, string month, string day) => type.Format!
        .Replace("yyyy", year, StringComparison.Ordinal)
        .Replace("MM", month, StringComparison.Ordinal)
        .Replace("dd", day, StringComparison.Ordinal);

    /// <summary>One character too few and some too many, where there is a limit.</summary>
    private static IEnumerable<string> Lengths(ColumnJudge judge)
    {
        List<int> lengths = [];
        foreach (LengthRule rule in judge.Rules.OfType<LengthRule>())
        {
            lengths.Add(rule.Minimum - 1);
            if (rule.Maximum is { } maximum)
                lengths.AddRange([maximum + 1, maximum + 4]);
        }

        if (judge.Column.Type is { Kind: FieldKind.Text, Length: { } length })
            lengths.AddRange([length + 1, length + 2, length + 9]);
        foreach (int characters in lengths.Where(l => l is > 0 and < LongestExceeded))
        {
            string text = string.Concat(Enumerable.Repeat(LongText, (characters / LongText.Length) + 1))[..characters];
            yield return text.EndsWith(' ') ? text[..^1] + "X" : text;
            yield return new string('1', characters);
            yield return new string('0', characters - 1) + "1";
            yield return new string('A', characters);
        }
    }

    private static IEnumerable<string> OutOfRange(Layout layout, ColumnJudge judge)
    {
        int width = judge.Column.Type.Kind == FieldKind.Integer ? judge.Column.Type.Length!.Value : 0;
        foreach (RangeRule rule in judge.Rules.OfType<RangeRule>())
        {
            decimal?[] outside =
            [
                rule.Minimum - 1, rule.Minimum - 2, rule.Maximum + 1, rule.Maximum + 2, rule.Maximum + 10, rule.Maximum * 2,
            ];
            foreach (decimal number in outside.OfType<decimal>())
            {
                string text = number.ToString(CultureInfo.InvariantCulture).Replace('.', layout.DecimalSeparator);
                yield return text;
                if (number >= 0)
                    yield return text.PadLeft(width, '0');
            }
        }
    }
}
