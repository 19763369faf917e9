using System.Buffers;
using System.Globalization;
using System.Text;

namespace IngestaMaestras.Core.Toon;

/// <summary>Reads primitives: quoted strings, literals, numbers and the strings that are none of these.</summary>
internal sealed class ToonStrings(ToonText text, bool strict)
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (char)c)]);

    /// <summary>The primitive between two offsets, blanks around it not counted.</summary>
    internal ToonPrimitive Primitive(in ToonLine line, int start, int end)
    {
        (start, end) = ToonScan.Trim(text, start, end);
        var token = text.Span(start, end);
        object? value = token switch
        {
            "" => "",
            "null" => null,
            "true" => true,
            "false" => false,
            ['"', ..] => WholeQuoted(line, start, end),
            [>= '0' and <= '9' or '-', ..] when ToonNumber.TryParse(token, out var number) => number,
            _ => token.ToString(),
        };
        return new ToonPrimitive(value, line.Number, text.Column(line, start));
    }

    /// <summary>
    /// The string that starts with a quote at <paramref name="start"/>, and the offset after its closing quote.
    /// </summary>
    internal (string Value, int After) Quoted(in ToonLine line, int start, int end)
    {
        var closing = ToonScan.ClosingQuote(text.Span(start, end));
        if (closing < 0)
            throw text.Error(ToonErrorCode.UnterminatedString, line, start, end);
        closing += start;
        return (Unescape(line, start + 1, closing), closing + 1);
    }

    private string WholeQuoted(in ToonLine line, int start, int end)
    {
        var (value, after) = Quoted(line, start, end);
        return after == end ? value : throw text.Error(ToonErrorCode.ContentAfterString, line, after, end);
    }

    private string Unescape(in ToonLine line, int start, int end)
    {
        var raw = text.Span(start, end);
        var control = strict ? raw.IndexOfAny(Controls) : -1;
        if (control >= 0)
            throw text.Error(ToonErrorCode.ControlCharacter, line, start + control, start + control + 1);
        if (!raw.Contains('\\'))
            return raw.ToString();

        StringBuilder value = new(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                value.Append(raw[i]);
                continue;
            }

            i++;
            switch (raw[i])
            {
                case '\\' or '"':
                    value.Append(raw[i]);
                    break;
                case 'n':
                    value.Append('\n');
                    break;
                case 'r':
                    value.Append('\r');
                    break;
                case 't':
                    value.Append('\t');
                    break;
                case 'u':
                    value.Append(UnicodeEscape(line, start + i - 1, end));
                    i += 4;
                    break;
                default:
                    throw text.Error(ToonErrorCode.InvalidEscape, line, start + i - 1, start + i + 1);
            }
        }

        return value.ToString();
    }

    private char UnicodeEscape(in ToonLine line, int start, int end)
    {
        var escape = text.Span(start, Math.Min(start + 6, end));
        if (escape.Length < 6 || !ushort.TryParse(
            escape[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw text.Error(ToonErrorCode.InvalidEscape, line, start, start + escape.Length);
        }

        return char.IsSurrogate((char)code)
            ? throw text.Error(ToonErrorCode.SurrogateEscape, line, start, start + escape.Length)
            : (char)code;
    }
}
