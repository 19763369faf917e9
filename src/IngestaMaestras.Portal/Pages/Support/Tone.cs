namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>What a state means to whoever looks; each has a colour and an icon, and always stands beside its word.</summary>
internal enum Tone
{
    Neutral,
    Active,
    Good,
    Warning,
    Held,
    Bad,
}
