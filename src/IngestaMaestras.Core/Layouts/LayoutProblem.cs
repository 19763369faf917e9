using IngestaMaestras.Core.Layouts.Loading;

namespace IngestaMaestras.Core.Layouts;

/// <summary>Something wrong in a layout file. Texts are in Spanish: operators read them.</summary>
/// <param name="File">File name as given.</param>
/// <param name="Line">Line number, from 1; 0 when the problem has no place.</param>
/// <param name="Column">Column number, from 1; 0 when the problem has no place.</param>
/// <param name="Maestra">The master concerned; null when the text could not be read that far.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="IsWarning">Reported, but the layout is accepted (a whole-record key, for one).</param>
public sealed record LayoutProblem(
    string File, int Line, int Column, string? Maestra, string Message, string Found, string Expected,
    bool IsWarning = false)
{
    /// <summary>One line that editors and terminals can follow to the place.</summary>
    public override string ToString() => LayoutMessages.Format(
        IsWarning ? "ProblemWarning" : "ProblemError", File, Line, Column, Message, Found, Expected);
}

/// <summary>What loading a set of layout texts gave: the set, or every problem at once.</summary>
/// <param name="Layouts">The set when there is no error; otherwise the empty set.</param>
/// <param name="Problems">Errors and warnings, in file and line order.</param>
public sealed record LayoutLoadResult(LayoutSet Layouts, IReadOnlyList<LayoutProblem> Problems)
{
    public bool IsValid => Problems.All(p => p.IsWarning);
}
