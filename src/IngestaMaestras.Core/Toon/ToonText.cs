using System.Buffers;

namespace IngestaMaestras.Core.Toon;

/// <summary>The text being decoded: its lines one after the other, and where its offsets are.</summary>
internal sealed class ToonText
{
    private static readonly SearchValues<char> IndentationCharacters = SearchValues.Create(" \t");

    private readonly string _text;
    private readonly ToonDecodeOptions _options;
    private int _next;
    private int _number;
    private ToonLine _line;
    private bool _hasLine;

    internal ToonText(string text, ToonDecodeOptions options)
    {
        _text = text;
        _options = options;
        _next = text.StartsWith('\uFEFF') ? 1 : 0;
    }

    internal char this[int offset] => _text[offset];

    internal ReadOnlySpan<char> Span(int start, int end) => _text.AsSpan(start, end - start);

    /// <summary>The next line that is not blank, without leaving it behind.</summary>
    internal bool TryPeek(out ToonLine line)
    {
        _hasLine = _hasLine || ReadLine();
        line = _line;
        return _hasLine;
    }

    /// <summary>Leaves behind the line that was peeked at.</summary>
    internal void Take() => _hasLine = false;

    /// <summary>
    /// Column, from 1 and in characters, of an offset in a line that starts at <paramref name="origin"/>.
    /// </summary>
    internal int Column(int origin, int offset)
    {
        var before = Span(origin, offset);
        if (before.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return before.Length + 1;
        var column = 1;
        foreach (var unit in before)
            column += char.IsLowSurrogate(unit) ? 0 : 1;
        return column;
    }

    internal int Column(in ToonLine line, int offset) => Column(line.Origin, offset);

    internal ToonException Error(
        ToonErrorCode code, in ToonLine line, int start, int end, params ReadOnlySpan<object?> args) =>
        ToonException.Create(code, line.Number, Column(line, start), Span(start, end).Trim(" \t").ToString(), args);

    private bool ReadLine()
    {
        var blankBefore = 0;
        while (_next < _text.Length)
        {
            var origin = _next;
            var rest = _text.AsSpan(origin);
            var length = rest.IndexOf('\n');
            _next = length < 0 ? _text.Length : origin + length + 1;
            var content = length < 0 ? rest : rest[..length];
            _number++;
            if (content.EndsWith('\r'))
                content = content[..^1];

            var indentation = content.IndexOfAnyExcept(IndentationCharacters);
            if (indentation < 0)
            {
                blankBefore = blankBefore == 0 ? _number : blankBefore;
                continue;
            }

            var end = origin + content.Length;
            CheckUnicode(origin, end);
            _line = new ToonLine(
                _number, origin, origin + indentation, end, Depth(origin, content[..indentation]), blankBefore);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Levels of indentation. When not strict, incomplete levels do not count and a tab goes on to the next full level.
    /// </summary>
    private int Depth(int origin, ReadOnlySpan<char> indentation)
    {
        var tab = indentation.IndexOf('\t');
        if (_options.Strict && tab >= 0)
        {
            throw ToonException.Create(
                ToonErrorCode.IndentationTab, _number, Column(origin, origin + tab), indentation.ToString());
        }

        var spaces = indentation.Length;
        if (tab >= 0)
        {
            spaces = 0;
            foreach (var c in indentation)
                spaces = c == '\t' ? ((spaces / _options.Indent) + 1) * _options.Indent : spaces + 1;
        }

        if (_options.Strict && spaces % _options.Indent != 0)
        {
            throw ToonException.Create(
                ToonErrorCode.IndentationNotMultiple, _number, spaces + 1, indentation.ToString(),
                spaces, _options.Indent);
        }

        return spaces / _options.Indent;
    }

    private void CheckUnicode(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var offset = Span(i, end).IndexOfAnyInRange('\uD800', '\uDFFF');
            if (offset < 0)
                return;
            i += offset;
            if (!char.IsHighSurrogate(_text[i]) || i + 1 == end || !char.IsLowSurrogate(_text[i + 1]))
            {
                throw ToonException.Create(
                    ToonErrorCode.LoneSurrogate, _number, Column(start, i), $"\\u{(int)_text[i]:x4}");
            }

            i++;
        }
    }
}
