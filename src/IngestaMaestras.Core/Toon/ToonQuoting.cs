using System.Buffers;
using System.Globalization;
using System.Text;

namespace IngestaMaestras.Core.Toon;

/// <summary>Decides what must stand between quotes, and escapes it.</summary>
internal sealed class ToonQuoting(char delimiter)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [':', '"', '\\', '[', ']', '{', '}', .. Enumerable.Range(0, 0x20).Select(c => (char)c)]);

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    internal static void AppendKey(StringBuilder output, string key)
    {
        var isBare = key.Length > 0 && (char.IsAsciiLetter(key[0]) || key[0] == '_')
            && !key.AsSpan().ContainsAnyExcept(KeyCharacters);
        if (isBare)
            output.Append(key);
        else
            AppendQuoted(output, key);
    }

    internal void AppendValue(StringBuilder output, string value)
    {
        if (MustQuote(value))
        {
            AppendQuoted(output, value);
            return;
        }

        CheckUnicode(value);
        output.Append(value);
    }

    private bool MustQuote(string value) =>
        value.Length == 0
        || value[0] == '-'
        || IsBlank(value[0])
        || IsBlank(value[^1])
        || value is "true" or "false" or "null"
        || value.Contains(delimiter)
        || value.AsSpan().ContainsAny(Special)
        || LooksLikeNumber(value);

    /// <summary>
    /// Blanks of any language: another decoder may trim more than a space. A BOM counts as one of them.
    /// </summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    /// <summary>
    /// Digits, with or without a fraction and an exponent; unlike a number, they may start with zeros. A sign needs no
    /// attention: what starts with a hyphen is quoted anyway.
    /// </summary>
    private static bool LooksLikeNumber(ReadOnlySpan<char> value)
    {
        if (!char.IsAsciiDigit(value[0]))
            return false;
        value = SkipDigits(value);
        if (value.StartsWith('.'))
        {
            if (value.Length == 1 || !char.IsAsciiDigit(value[1]))
                return false;
            value = SkipDigits(value[1..]);
        }

        if (value.IsEmpty)
            return true;
        if (value[0] is not ('e' or 'E'))
            return false;
        value = value[1..];
        if (!value.IsEmpty && value[0] is '+' or '-')
            value = value[1..];
        return !value.IsEmpty && SkipDigits(value).IsEmpty;
    }

    private static ReadOnlySpan<char> SkipDigits(ReadOnlySpan<char> value)
    {
        var end = value.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? [] : value[end..];
    }

    private static void AppendQuoted(StringBuilder output, string text)
    {
        CheckUnicode(text);
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => output.Append("\\\\"),
                '"' => output.Append("\\\""),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                < ' ' => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => output.Append(c),
            };
        }

        output.Append('"');
    }

    private static void CheckUnicode(string text)
    {
        var rest = text.AsSpan();
        for (var i = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0; i = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (i + 1 == rest.Length || !char.IsSurrogatePair(rest[i], rest[i + 1]))
                throw ToonException.Create(ToonErrorCode.LoneSurrogate, 0, 0, text);
            rest = rest[(i + 2)..];
        }
    }
}
