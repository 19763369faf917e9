using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>A column of a layout and what a line has for it.</summary>
/// <param name="Text">As it stands in the line, blanks included; null when the line ends before it.</param>
public sealed record LineField(LayoutColumn Column, string? Text)
{
    /// <summary>Cuts a line for people to look at, whatever it holds; constants are left out.</summary>
    public static IReadOnlyList<LineField> Cut(Layout layout, string line)
    {
        var columns = layout.Columns.Where(c => !c.IsConstant);
        if (layout.Format == RecordFormat.Delimited)
        {
            var parts = line.Split((char)layout.Delimiter!.Value);
            return [.. columns.Select(c => new LineField(c, c.Index < parts.Length ? parts[c.Index] : null))];
        }

        // Positions count characters, of which some are two of .NET's.
        Rune[] runes = [.. line.EnumerateRunes()];
        return [.. columns.Select(c => new LineField(c, c.Start < runes.Length ? Join(runes[c.Start..Math.Min(c.End, runes.Length)]) : null))];
    }

    private static string Join(Rune[] runes) => string.Concat(runes.Select(r => r.ToString()));
}
