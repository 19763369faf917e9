namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A button that reprocesses files.</summary>
/// <param name="Label">What the button says.</param>
/// <param name="About">What it is about, for those who hear buttons without their surroundings.</param>
internal sealed record FileAction(IReadOnlyList<long> FileIds, string Label, string About);
