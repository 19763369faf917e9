namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Collects problems from every text; loading goes on after each.</summary>
internal sealed class ProblemList
{
    private readonly List<(Place Place, LayoutProblem Problem)> _problems = [];

    public bool HasErrors { get; private set; }

    public void Error(Place place, string? maestra, LayoutFault fault, string found, params object[] args) =>
        Add(place, maestra, fault, found, args, isWarning: false);

    public void Warning(Place place, string? maestra, LayoutFault fault, string found, params object[] args) =>
        Add(place, maestra, fault, found, args, isWarning: true);

    /// <summary>A problem that the TOON decoder described.</summary>
    public void Error(Place place, string message, string found, string expected)
    {
        HasErrors = true;
        _problems.Add((place, new LayoutProblem(place.File, place.Line, place.Column, null, message, found, expected)));
    }

    /// <summary>The problems in the order of the texts, and in each by place.</summary>
    public IReadOnlyList<LayoutProblem> InOrder() =>
    [
        .. _problems
            .OrderBy(p => p.Place.TextIndex)
            .ThenBy(p => p.Place.Line)
            .ThenBy(p => p.Place.Column)
            .Select(p => p.Problem),
    ];

    private void Add(Place place, string? maestra, LayoutFault fault, string found, object[] args, bool isWarning)
    {
        HasErrors |= !isWarning;
        _problems.Add((place, new LayoutProblem(
            place.File,
            place.Line,
            place.Column,
            maestra,
            LayoutMessages.Sentence(fault, args),
            found,
            LayoutMessages.Expected(fault, args),
            isWarning)));
    }
}
