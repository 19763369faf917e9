using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>A layout drawn in characters under a ruler, each field over the characters that it takes.</summary>
internal static class LayoutRuler
{
    /// <summary>A line may be wider than anybody wants to look at.</summary>
    private const int MaxWidth = 2_000;

    /// <summary>The ruler of a fixed layout: numbers over ticks.</summary>
    public static string Marks(Layout layout) => $"{LineRuler.Numbers(Width(layout))}\n{LineRuler.Ticks(Width(layout))}";

    /// <summary>What stands under the ruler, in order: fields, and what lies between them.</summary>
    public static IReadOnlyList<(string Text, LayoutColumn? Field)> Fields(Layout layout)
    {
        List<(string, LayoutColumn?)> pieces = [];
        var at = 0;
        foreach (var field in layout.Columns.Where(c => !c.IsConstant).OrderBy(c => c.Start).Where(f => f.End <= Width(layout)))
        {
            if (field.Start > at)
            {
                pieces.Add((new string(' ', field.Start - at), null));
            }

            var length = field.End - field.Start;
            pieces.Add((field.Name.Length > length ? field.Name[..length] : field.Name.PadRight(length), field));
            at = field.End;
        }

        return pieces;
    }

    /// <summary>A delimited line, with the names of its parts.</summary>
    public static string Parts(Layout layout) => FileText.Visible(string.Join(
        (char)(layout.Delimiter ?? (byte)';'), layout.Columns.Where(c => !c.IsConstant).OrderBy(c => c.Index).Select(c => c.Name)));

    private static int Width(Layout layout) =>
        Math.Min(layout.Columns.Where(c => !c.IsConstant).Select(c => c.End).Append(layout.Width ?? 0).Max(), MaxWidth);
}
