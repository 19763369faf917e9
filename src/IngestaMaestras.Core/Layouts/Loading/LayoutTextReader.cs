using System.Text.RegularExpressions;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Decodes one layout text and reads the masters in it.</summary>
internal static partial class LayoutTextReader
{
    private const int UsualIndent = 2;

    /// <summary>The drafts; null when (reported) the text is not TOON, or not that of a layout.</summary>
    public static IReadOnlyList<LayoutDraft>? Read(ProblemList problems, int index, LayoutText text)
    {
        Place place = new(index, text.File, 0, 0);
        var lines = Lines(text.Text);
        if (Decode(problems, place, text.Text, lines) is not { } node)
        {
            return null;
        }

        if (node is not ToonObject root)
        {
            problems.Error(place.At(node), null, LayoutFault.RootNotObject, MasterScope.Show(node));
            return null;
        }

        if (root.Entries.Count == 0)
        {
            problems.Error(place, null, LayoutFault.NoMasters, LayoutMessages.Nothing);
            return null;
        }

        List<LayoutDraft> drafts = [];
        for (var i = 0; i < root.Entries.Count; i++)
        {
            var end = i + 1 < root.Entries.Count ? root.Entries[i + 1].Line - 1 : lines.Length;
            var source = string.Join('\n', lines[(root.Entries[i].Line - 1)..end]).TrimEnd() + "\n";
            if (MasterReader.Read(problems, place, root.Entries[i], source) is { } draft)
            {
                drafts.Add(draft);
            }
        }

        return drafts;
    }

    /// <summary>Tables that a text seems to describe, for one that cannot be decoded.</summary>
    public static IEnumerable<string> GuessTables(string text) =>
        TableLine().Matches(text).Select(m => m.Groups["table"].Value.ToLowerInvariant());

    /// <summary>Lines as the decoder counts them; the byte order mark is not part of what the author wrote.</summary>
    private static string[] Lines(string text) =>
    [
        .. (text.StartsWith('\uFEFF') ? text[1..] : text)
            .Split('\n')
            .Select(line => line.EndsWith('\r') ? line[..^1] : line),
    ];

    private static ToonNode? Decode(ProblemList problems, Place place, string text, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            // PostgreSQL stores the layout as text, where a NUL cannot be; the others are never meant.
            if (lines[i].AsSpan().IndexOfAnyInRange('\0', '\x1f') is >= 0 and var at && lines[i][at] != '\t')
            {
                problems.Error(
                    place with { Line = i + 1, Column = at + 1 }, null, LayoutFault.ControlCharacter,
                    $"U+{(int)lines[i][at]:X4}");
                return null;
            }
        }

        try
        {
            return ToonDecoder.Decode(text, new ToonDecodeOptions { Indent = IndentOf(lines) });
        }
        catch (ToonException e)
        {
            problems.Error(place with { Line = e.Line, Column = e.Column }, e.Problem, e.Found, e.Expected);
            return null;
        }
    }

    /// <summary>
    /// Spaces per level: the specification leaves them to an option, and authors use more than two. Any number that
    /// every line agrees with is taken.
    /// </summary>
    private static int IndentOf(string[] lines)
    {
        var indents = lines
            .Where(l => l.StartsWith(' ') && !string.IsNullOrWhiteSpace(l))
            .Select(l => l.Length - l.TrimStart(' ').Length)
            .ToHashSet();
        var smallest = indents.DefaultIfEmpty(UsualIndent).Min();
        return smallest > UsualIndent && indents.All(i => i % smallest == 0) ? smallest : UsualIndent;
    }

    [GeneratedRegex(@"^[ \t]*""?tabla_destino""?[ \t]*:[ \t]*""?(?<table>[A-Za-z0-9_]+)", RegexOptions.Multiline)]
    private static partial Regex TableLine();
}
