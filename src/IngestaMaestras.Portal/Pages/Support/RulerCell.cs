namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Neighbouring characters of a line that are shown alike.</summary>
/// <param name="Text">What is shown, one character for one of the line.</param>
/// <param name="Field">The field that they belong to; null between fields.</param>
/// <param name="IsEven">Fields are shaded in turns.</param>
/// <param name="IsFailing">The field has the error.</param>
/// <param name="Odd">They are one odd character: its code and name.</param>
internal sealed record RulerCell(string Text, string? Field, bool IsEven, bool IsFailing, string? Odd)
{
    /// <summary>The cell's style.</summary>
    public string Style => string.Join(' ', new[]
    {
        Field is null ? "gap" : IsEven ? "even" : "odd-field",
        IsFailing ? "failing" : "",
        Odd is null ? "" : "odd",
    }.Where(s => s.Length > 0));
}
