using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Lines of a log on a page.</summary>
/// <param name="AddressOf">Where a line can be found again, whatever the page shows then.</param>
internal sealed record LogLines(IReadOnlyList<LogItem> Items, Func<LogItem, string> AddressOf);
