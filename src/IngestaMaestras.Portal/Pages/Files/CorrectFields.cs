using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Ingestion.Corrections;
using Microsoft.Extensions.Primitives;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>
/// The names of the fields in which the page of a correction carries what people typed: <c>c-LINE-CELL</c> a field's text,
/// <c>w-LINE</c> a whole line, <c>q-LINE</c> that it is taken out.
/// </summary>
internal static class CorrectFields
{
    public static string Cell(int line, int cell) => string.Create(CultureInfo.InvariantCulture, $"c-{line}-{cell}");

    public static string Whole(int line) => string.Create(CultureInfo.InvariantCulture, $"w-{line}");

    public static string Removed(int line) => string.Create(CultureInfo.InvariantCulture, $"q-{line}");

    /// <summary>
    /// The edits that a form holds; whatever is none of them, or of a line that the file does not have, is left out. So is
    /// what was typed into a line that is another by now: a form sends every field of a line, not only what was changed.
    /// </summary>
    /// <param name="seen">What the lines were when the form was made.</param>
    public static IReadOnlyDictionary<int, LineEdit> Read(
        IEnumerable<KeyValuePair<string, StringValues>> form, CorrectionSource source, IReadOnlyDictionary<int, string> seen)
    {
        Dictionary<int, (Dictionary<int, string> Cells, string? Whole, bool Removed)> found = [];
        LineEditor editor = new(source.Layout);
        foreach (var (name, values) in form)
        {
            var parts = name.Split('-');
            if (parts is not [("c" or "w" or "q"), ..] || parts.Length != (parts[0] == "c" ? 3 : 2)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
                || line < source.FirstLine || line > source.Lines.Count
                || (seen.TryGetValue(line, out var hash) && hash != CorrectionOperations.HashOf(source.Lines[line])))
            {
                continue;
            }

            var edit = found.GetValueOrDefault(line, ([], null, false));
            var value = values.LastOrDefault() ?? "";
            switch (parts[0])
            {
                case "c" when int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var cell) && cell < editor.Fields.Count:
                    edit.Cells[cell] = value;
                    break;
                case "w":
                    edit.Whole = value;
                    break;
                case "q":
                    edit.Removed = true;
                    break;
            }

            found[line] = edit;
        }

        return Prune(found, source, editor);
    }

    /// <summary>What the lines were that somebody could see, as a field carries it.</summary>
    public static string WriteHashes(IEnumerable<int> lines, CorrectionSource source)
    {
        StringBuilder text = new();
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : ",")}{line}:{CorrectionOperations.HashOf(source.Lines[line])}");
        }

        return text.ToString();
    }

    public static IReadOnlyDictionary<int, string> ReadHashes(string? text)
    {
        Dictionary<int, string> hashes = [];
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(':') is [var line, var hash] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                hashes[number] = hash;
            }
        }

        return hashes;
    }

    /// <summary>Forms send every field, changed or not.</summary>
    private static Dictionary<int, LineEdit> Prune(
        Dictionary<int, (Dictionary<int, string> Cells, string? Whole, bool Removed)> found, CorrectionSource source, LineEditor editor)
    {
        Dictionary<int, LineEdit> edits = [];
        foreach (var (number, (cells, whole, removed)) in found)
        {
            var line = editor.Read(source.Lines[number]);
            var changed = cells.Where(c => line.Cells is { } before && c.Value.Trim(' ') != before[c.Key]).ToDictionary(c => c.Key, c => c.Value);
            var newWhole = whole is not null && line.Whole is not null && whole != line.Whole ? whole : null;
            if (changed.Count > 0 || newWhole is not null || removed)
            {
                edits[number] = new LineEdit(changed, newWhole, removed);
            }
        }

        return edits;
    }
}
