namespace IngestaMaestras.Core.Toon;

/// <summary>Searches that know what stands between quotes.</summary>
internal static class ToonScan
{
    /// <summary>Blanks around a token; a delimiter can never be one of them, because tokens are cut first.</summary>
    internal const string Blanks = " \t";

    /// <summary>First <paramref name="wanted"/> outside quotes; -1 when there is none.</summary>
    internal static int IndexOfUnquoted(ReadOnlySpan<char> span, char wanted)
    {
        var first = span.IndexOfAny(wanted, '"');
        if (first < 0 || span[first] == wanted)
            return first;
        var quoted = false;
        for (var i = first; i < span.Length; i++)
        {
            var c = span[i];
            if (c == '"')
                quoted = !quoted;
            else if (quoted && c == '\\')
                i++;
            else if (!quoted && c == wanted)
                return i;
        }

        return -1;
    }

    /// <summary>Offset of the quote that closes the one at the start; -1 when there is none.</summary>
    internal static int ClosingQuote(ReadOnlySpan<char> span)
    {
        for (var i = 1; i < span.Length; i++)
        {
            if (span[i] == '"')
                return i;
            if (span[i] == '\\')
                i++;
        }

        return -1;
    }

    /// <summary>
    /// Offsets of the token without the blanks around it; where a value would stand when it is empty.
    /// </summary>
    internal static (int Start, int End) Trim(ToonText text, int start, int end)
    {
        while (start < end && text[start] is ' ' or '\t')
            start++;
        while (end > start && text[end - 1] is ' ' or '\t')
            end--;
        return (start, end);
    }

    internal static string DelimiterName(char delimiter) => ToonMessages.Text(delimiter switch
    {
        '|' => "Pipe",
        '\t' => "Tab",
        _ => "Comma",
    });
}
