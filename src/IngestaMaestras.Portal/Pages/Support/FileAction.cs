namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A button that reprocesses files.</summary>
/// <param name="Label">What the button says.</param>
/// <param name="About">What it is about, for those who hear buttons without their surroundings.</param>
/// <param name="IsMain">It is what to do next; otherwise something else has to be done first.</param>
internal sealed record FileAction(IReadOnlyList<long> FileIds, string Label, string About, bool IsMain = true);
