using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Works out which values a column can take: those that no reader objects to.</summary>
internal sealed class DomainFactory
{
    private const int MaxListed = 50_000;
    private const int LongestCode = 12;

    private static readonly DateOnly FirstDate = new(2000, 1, 1);
    private static readonly DateOnly LastDate = new(2026, 12, 31);

    private readonly Layout _layout;
    private readonly ColumnJudge _judge;
    private readonly ColumnLimits _limits;
    private readonly FieldType _type;

    private DomainFactory(Layout layout, ColumnJudge judge)
    {
        _layout = layout;
        _judge = judge;
        _limits = ColumnLimits.Of(layout, judge);
        _type = judge.Column.Type;
    }

    /// <exception cref="SampleException">The rules of the column leave no value, or none could be found.</exception>
    public static ValueDomain For(Layout layout, ColumnJudge judge)
    {
        ValueDomain domain = new DomainFactory(layout, judge).Build();
        return domain.Count > 0
            ? domain
            : throw SampleException.NoValue(layout.Maestra, judge.Column.Name, [.. judge.Rules.Select(r => r.Text)]);
    }

    private ValueDomain Build()
    {
        if (_limits.Shortest > Math.Min(_limits.Longest, CodeDomain.MaxCharacters))
            return new ListDomain([]);
        if (_judge.Rules.OfType<ValuesRule>().FirstOrDefault() is { } values)
            return Listed(values.Values);

        PatternRule[] patterns = [.. _judge.Rules.OfType<PatternRule>()];
        if (patterns.Length == 0)
            return WithoutPattern();
        if (_type.Kind == FieldKind.Text && patterns.Length == 1)
            return WithPattern(patterns[0]);

        // Two conditions at once: what one of them gives is put before the judge.
        IEnumerable<string> candidates = TextsOf(WithoutPattern()).Concat(TextsOf(WithPattern(patterns[0])));
        return Listed(candidates);
    }

    private ValueDomain WithoutPattern()
    {
        switch (_type.Kind)
        {
            case FieldKind.Text:
                return new CodeDomain(
                    Alphabets.Codes, _limits.Shortest, Math.Clamp(LongestCode, _limits.Shortest, _limits.Longest));
            case FieldKind.Integer:
                (long least, long greatest, int width) = _limits.IntegerBounds();
                return least <= greatest ? new IntegerDomain(least, greatest, width) : new ListDomain([]);
            case FieldKind.Decimal:
                (long lowest, long highest, int decimals) = _limits.DecimalBounds();
                return lowest <= highest
                    ? new DecimalDomain(lowest, highest, decimals, _limits.Shortest, _type, _layout.DecimalSeparator)
                    : new ListDomain([]);
            case FieldKind.Date:
                DateDomain dates = new(FirstDate, LastDate, _type.Format!);
                return _judge.Rules.Count == 0 && _limits.Fits(_type.Format!) ? dates : Listed(TextsOf(dates));
            case FieldKind.Boolean:
                return Listed([_type.TrueText!, _type.FalseText!]);
            default:
                throw new InvalidOperationException($"FieldKind {_type.Kind}");
        }
    }

    private ValueDomain WithPattern(PatternRule pattern)
    {
        foreach (string alphabet in new[] { Alphabets.PatternCodes, Alphabets.Everything(_layout) })
        {
            if (PatternParser.TryParse(pattern.Pattern, alphabet) is not { } graph
                || PatternAutomaton.TryBuild(graph, alphabet) is not { } automaton)
            {
                break;
            }

            PatternDomain domain = new(automaton, _limits.Shortest, _limits.Longest);
            if (domain.Count > 0)
                return domain;
        }

        return _type.Kind == FieldKind.Text ? Listed(TextsOf(WithoutPattern())) : new ListDomain([]);
    }

    private ListDomain Listed(IEnumerable<string> texts) => new(
        texts
            .Select(t => t.Trim(' '))
            .Where(t => t.Length > 0 && _limits.Fits(t))
            .Select(_judge.Judge)
            .Where(v => v.IsClean)
            .Select(v => v.Cell)
            .Take(MaxListed));

    /// <summary>Texts from all over a domain, as many as are worth looking at.</summary>
    private IEnumerable<string> TextsOf(ValueDomain domain)
    {
        SampleRecord record = new(_layout);
        int ordinal = _layout.Columns.Index().First(c => c.Item == _judge.Column).Index;
        ulong step = Math.Max(1, domain.Count / MaxListed);
        for (ulong index = 0; index < domain.Count && index / step < MaxListed; index += step)
        {
            record.Clear();
            domain.Write(index, record, ordinal);
            yield return Encoding.UTF8.GetString(record.TextOf(ordinal));
        }
    }
}
