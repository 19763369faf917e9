namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A form that hands in one file.</summary>
/// <param name="Action">Where it goes; whatever else belongs to it is in the address, since the file is read as it comes.</param>
/// <param name="Button">What its button says.</param>
/// <param name="Sentence">Why the last file was not taken; null: there was none.</param>
internal sealed record UploadForm(string Action, string Button, string? Sentence);
