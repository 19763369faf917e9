using System.Globalization;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>
/// Turns the pattern of a rule into a graph. What a class means (<c>[^\W_]</c>, <c>\p{Lu}</c>) is asked of the real
/// engine, letter by letter; only the structure around classes is read here. Word boundaries and options inside the
/// pattern are not understood.
/// </summary>
internal sealed class PatternParser
{
    private const int Unbounded = -1;
    private const int MaxRepetitions = 64;

    private readonly string _pattern;
    private readonly RegexOptions _options;
    private readonly string _alphabet;
    private readonly PatternGraph _graph = new();
    private int _at;
    private bool _isUnderstood = true;

    private PatternParser(Regex pattern, string alphabet)
    {
        _pattern = pattern.ToString();
        _options = pattern.Options;
        _alphabet = alphabet;
    }

    /// <summary>Null when the pattern uses something that is not understood.</summary>
    public static PatternGraph? TryParse(Regex pattern, string alphabet)
    {
        PatternParser parser = new(pattern, alphabet);
        (int start, int end) = parser.ParseAlternatives();
        if (!parser._isUnderstood || parser._at < parser._pattern.Length || parser._graph.IsTooLarge)
            return null;

        bool[] any = [.. alphabet.Select(_ => true)];
        parser._graph.Start = parser._graph.AddNode();
        parser._graph.Accept = parser._graph.AddNode();
        parser._graph.AddConsuming(parser._graph.Start, parser._graph.Start, any);
        parser._graph.AddFree(parser._graph.Start, start);
        parser._graph.AddFree(end, parser._graph.Accept);
        parser._graph.AddConsuming(parser._graph.Accept, parser._graph.Accept, any);
        return parser._graph;
    }

    private (int Start, int End) ParseAlternatives()
    {
        (int start, int end) = (_graph.AddNode(), _graph.AddNode());
        do
        {
            (int first, int last) = ParseSequence();
            _graph.AddFree(start, first);
            _graph.AddFree(last, end);
        }
        while (TryTake('|'));
        return (start, end);
    }

    private (int Start, int End) ParseSequence()
    {
        int start = _graph.AddNode();
        int end = start;
        while (_isUnderstood && _at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            int from = _at;
            (int first, int last) = ParseAtom();
            int after = _at;
            (int minimum, int maximum) = ParseQuantifier();
            (first, last) = Repeat(from, after, first, last, minimum, maximum);
            _graph.AddFree(end, first);
            end = last;
        }

        return (start, end);
    }

    /// <summary>Makes as many copies as needed by reading the atom again.</summary>
    private (int Start, int End) Repeat(int from, int after, int first, int last, int minimum, int maximum)
    {
        if (minimum == 1 && maximum == 1)
            return (first, last);
        if (minimum > MaxRepetitions || maximum > MaxRepetitions || maximum == 0)
            _isUnderstood = false;

        int resume = _at;
        int start = _graph.AddNode();
        int end = _graph.AddNode();
        int at = start;
        int copies = Math.Max(1, maximum == Unbounded ? minimum : maximum);
        for (int copy = 1; copy <= copies && _isUnderstood && !_graph.IsTooLarge; copy++)
        {
            if (copy > 1)
            {
                _at = from;
                (first, last) = ParseAtom();
                _isUnderstood &= _at == after;
            }

            if (copy > minimum)
                _graph.AddFree(at, end);
            _graph.AddFree(at, first);
            at = last;
        }

        if (maximum == Unbounded)
            _graph.AddFree(at, first);
        _graph.AddFree(at, end);
        _at = resume;
        return (start, end);
    }

    private (int Start, int End) ParseAtom()
    {
        switch (_pattern[_at])
        {
            case '(':
                return ParseGroup();
            case '^':
                _at++;
                return Assert(PatternEdge.AtStart);
            case '$':
                _at++;
                return Assert(PatternEdge.AtEnd);
            case '\\':
                return ParseEscape();
            case '[':
                return Letters(_at, ClassLength());
            case '#' or ' ' when _options.HasFlag(RegexOptions.IgnorePatternWhitespace):
            case '*' or '+' or '?':
                _isUnderstood = false;
                _at++;
                return Assert(PatternEdge.Free);
            default:
                return Letters(_at, 1);
        }
    }

    private (int Start, int End) ParseGroup()
    {
        _at++;
        if (TryTake('?'))
        {
            // Groups without capture and groups with a name; the rest (options, lookaround) is not understood.
            int name = _at < _pattern.Length && _pattern[_at] is '<' or '\'' ? _pattern.IndexOfAny(['>', '\''], _at + 1) : -1;
            bool isLookaround = name == _at + 1 || (_at + 1 < _pattern.Length && _pattern[_at + 1] is '=' or '!');
            if (!TryTake(':') && (name < 0 || isLookaround))
                _isUnderstood = false;
            _at = Math.Max(_at, name + 1);
        }

        (int, int) group = ParseAlternatives();
        _isUnderstood &= TryTake(')');
        return group;
    }

    private (int Start, int End) ParseEscape()
    {
        char letter = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        switch (letter)
        {
            case 'A':
                _at += 2;
                return Assert(PatternEdge.AtStart);
            case 'z' or 'Z':
                _at += 2;
                return Assert(PatternEdge.AtEnd);
            case 'p' or 'P':
                return Letters(_at, Math.Max(2, _pattern.IndexOf('}', _at) + 1 - _at));
            case 'x':
                return Letters(_at, 4);
            case 'u':
                return Letters(_at, 6);
            case 'b' or 'B' or 'G' or 'k' or 'c' or '\0' or (>= '0' and <= '9'):
                _isUnderstood = false;
                _at += 2;
                return Assert(PatternEdge.Free);
            default:
                return Letters(_at, 2);
        }
    }

    private int ClassLength()
    {
        int depth = 0;
        for (int i = _at; i < _pattern.Length; i++)
        {
            if (_pattern[i] == '\\')
            {
                i++;
            }
            else if (_pattern[i] == '[' && (depth == 0 || _pattern[i - 1] == '-'))
            {
                depth++;
                if (i + 1 < _pattern.Length && _pattern[i + 1] == '^')
                    i++;
                if (i + 1 < _pattern.Length && _pattern[i + 1] == ']')
                    i++;
            }
            else if (_pattern[i] == ']' && --depth == 0)
            {
                return i + 1 - _at;
            }
        }

        return _pattern.Length - _at;
    }

    private (int Start, int End) Letters(int from, int length)
    {
        string atom = _pattern.Substring(from, Math.Min(length, _pattern.Length - from));
        _at = from + atom.Length;
        (int start, int end) = (_graph.AddNode(), _graph.AddNode());
        Regex test = new($@"\A(?:{atom})\z", _options);
        _graph.AddConsuming(
            start, end, [.. _alphabet.Select(c => test.IsMatch(c.ToString(CultureInfo.InvariantCulture)))]);
        return (start, end);
    }

    private (int Start, int End) Assert(PatternEdge where)
    {
        (int start, int end) = (_graph.AddNode(), _graph.AddNode());
        _graph.AddFree(start, end, where);
        return (start, end);
    }

    private (int Minimum, int Maximum) ParseQuantifier()
    {
        (int, int) bounds = (1, 1);
        if (TryTake('*'))
            bounds = (0, Unbounded);
        else if (TryTake('+'))
            bounds = (1, Unbounded);
        else if (TryTake('?'))
            bounds = (0, 1);
        else if (TryTakeCounts() is { } counts)
            bounds = counts;
        else
            return bounds;

        TryTake('?'); // Lazy or not, the texts are the same.
        return bounds;
    }

    /// <summary><c>{2}</c>, <c>{2,}</c> or <c>{2,4}</c>; any other brace is a letter.</summary>
    private (int Minimum, int Maximum)? TryTakeCounts()
    {
        int close = _at < _pattern.Length && _pattern[_at] == '{' ? _pattern.IndexOf('}', _at) : -1;
        if (close < 0)
            return null;

        string[] counts = _pattern[(_at + 1)..close].Split(',');
        if (counts.Length > 2 || !TryReadCount(counts[0], out int minimum))
            return null;

        int maximum = minimum;
        if (counts.Length == 2 && counts[1].Length == 0)
            maximum = Unbounded;
        else if (counts.Length == 2 && !TryReadCount(counts[1], out maximum))
            return null;
        _at = close + 1;
        return (minimum, maximum);
    }

    private static bool TryReadCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private bool TryTake(char c)
    {
        bool isThere = _at < _pattern.Length && _pattern[_at] == c;
        if (isThere)
            _at++;
        return isThere;
    }
}
