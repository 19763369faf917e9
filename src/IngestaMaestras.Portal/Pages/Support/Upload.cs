namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A file that a form handed in, or why it was not taken.</summary>
/// <param name="Key">Where it is kept; null: it is not.</param>
/// <param name="FileName">As the browser says.</param>
/// <param name="Status">Of the answer, when it was not taken.</param>
/// <param name="Sentence">Why it was not taken.</param>
public sealed record Upload(Guid? Key, string FileName, int Status, string? Sentence)
{
    public static Upload Refuse(int status, string sentence) => new(null, "", status, sentence);
}
