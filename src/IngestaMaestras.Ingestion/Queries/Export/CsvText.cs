using System.Buffers;
using System.Globalization;
using System.Text;

namespace IngestaMaestras.Ingestion.Queries.Export;

/// <summary>
/// Cells and lines of CSV as RFC 4180 has them, for Excel as it is set up in Colombia: separated by <c>;</c>, since the
/// comma separates decimals there and Excel opens a file by its machine's list separator. Text that Excel would take for a
/// formula begins with an apostrophe, which makes it text.
/// </summary>
public static class CsvText
{
    public const char Separator = ';';

    /// <summary>What makes a formula of a cell, also after the blanks that programs skip.</summary>
    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>A comma too, so that a program that separates by commas sees the same cells.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create(";,\"\r\n\t");

    /// <summary>Adds one line. Numbers, dates and moments are written without a culture; anything else is text.</summary>
    public static void AppendLine(StringBuilder target, IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                target.Append(Separator);
            }

            switch (cells[i])
            {
                case null:
                    break;
                case long or int:
                    target.Append(CultureInfo.InvariantCulture, $"{cells[i]}");
                    break;
                case DateOnly date:
                    target.Append(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    break;
                case DateTime moment:
                    target.Append(moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                    break;
                case string text:
                    AppendText(target, text);
                    break;
                default:
                    throw new ArgumentException($"A cell cannot be a {cells[i]!.GetType().Name}.", nameof(cells));
            }
        }

        target.Append("\r\n");
    }

    private static void AppendText(StringBuilder target, string text)
    {
        var first = text.AsSpan().TrimStart(' ');
        var safe = !first.IsEmpty && FormulaStarts.Contains(first[0], StringComparison.Ordinal) ? "'" + text : text;
        if (safe.AsSpan().IndexOfAny(Quoted) < 0 && !safe.StartsWith(' ') && !safe.EndsWith(' '))
        {
            target.Append(safe);
            return;
        }

        target.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
