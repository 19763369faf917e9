using System.Globalization;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>How a line of a correction stands.</summary>
/// <param name="Fields">The fields that are edited.</param>
/// <param name="Verdict">Null: the line is taken out, or nothing can be said.</param>
/// <param name="Problems">Texts that cannot be written.</param>
/// <param name="IsRemoved">The line is taken out.</param>
/// <param name="Warning">Why nothing can be said; null: something can.</param>
public sealed record CorrectStatus(
    IReadOnlyList<LayoutColumn> Fields, LineVerdict? Verdict, IReadOnlyList<CellProblem> Problems, bool IsRemoved, string? Warning = null)
{
    public bool IsWrong => Warning is not null || (!IsRemoved && (Problems.Count > 0 || Verdict is { IsAccepted: false }));

    /// <summary>The fields in which something is wrong, by their place; blank when it is the line as a whole.</summary>
    public string WrongCells => string.Join(
        ' ', WrongPlaces.Distinct().Order().Select(i => i.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What is wrong, one sentence each; a text that cannot be written comes before what the line has instead.</summary>
    public IEnumerable<string> Sentences => Problems.Select(p => p.Message)
        .Concat(Problems.Count > 0 || Verdict is null ? [] : Verdict.Errors.Select(e => e.Message));

    private IEnumerable<int> WrongPlaces => Problems.Select(p => p.Cell).OfType<int>()
        .Concat(Verdict is null ? [] : Verdict.Errors.SelectMany(e => PlacesOf(e.Field)));

    public static CorrectStatus Stale(string sentence) => new([], null, [], false, sentence);

    /// <summary>A field's name, or the names of a key's fields.</summary>
    private IEnumerable<int> PlacesOf(string? field)
    {
        var names = (field ?? "").Split(", ");
        for (var i = 0; i < Fields.Count; i++)
        {
            if (names.Contains(Fields[i].Name, StringComparer.OrdinalIgnoreCase))
            {
                yield return i;
            }
        }
    }
}
