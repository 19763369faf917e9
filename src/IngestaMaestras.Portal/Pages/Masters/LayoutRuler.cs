using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>A layout drawn in characters under a ruler, each field over the characters that it takes.</summary>
internal static class LayoutRuler
{
    /// <summary>A line may be wider than anybody wants to look at.</summary>
    private const int MaxWidth = 2_000;

    private const int Ten = 10;

    /// <summary>Numbers, marks and fields; a delimited layout has the names of its parts instead.</summary>
    public static string Draw(Layout layout)
    {
        var fields = layout.Columns.Where(c => !c.IsConstant).ToList();
        return layout.Format switch
        {
            RecordFormat.Fixed => DrawFixed(layout, fields),
            RecordFormat.Delimited => string.Join(
                ((char)(layout.Delimiter ?? (byte)';')).ToString(), fields.OrderBy(c => c.Index).Select(c => c.Name)) is var parts
                    ? FileText.Visible(parts) : "",
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Format, null),
        };
    }

    private static string DrawFixed(Layout layout, List<LayoutColumn> fields)
    {
        var width = Math.Min(fields.Select(c => c.End).Append(layout.Width ?? 0).Max(), MaxWidth);
        StringBuilder numbers = new(new string(' ', width));
        StringBuilder marks = new(new string('·', width));
        StringBuilder names = new(new string(' ', width));
        for (var at = 0; at < width; at += Ten)
        {
            Put(numbers, at, at.ToString(CultureInfo.InvariantCulture));
            marks[at] = '|';
        }

        foreach (var field in fields.Where(f => f.End <= width))
        {
            var length = field.End - field.Start;
            var name = field.Name.Length > length ? field.Name[..length] : field.Name;
            Put(names, field.Start, length > name.Length + 1 ? name + ' ' + new string('─', length - name.Length - 2) + '┘' : name);
        }

        return $"{numbers.ToString().TrimEnd()}\n{marks}\n{names.ToString().TrimEnd()}";
    }

    private static void Put(StringBuilder line, int at, string text)
    {
        for (var i = 0; i < text.Length && at + i < line.Length; i++)
        {
            line[at + i] = text[i];
        }
    }
}
