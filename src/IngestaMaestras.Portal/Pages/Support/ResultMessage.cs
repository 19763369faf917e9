namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>What an action came to, for one item, as the next page shows it.</summary>
/// <param name="RunId">A run to look at, if any.</param>
internal sealed record ResultMessage(bool Done, string Text, long? RunId);
