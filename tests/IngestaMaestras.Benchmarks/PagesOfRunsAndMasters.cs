using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Queries.Search;

namespace IngestaMaestras.Benchmarks;

/// <summary>What one run, its log, one file and one master ask the database for.</summary>
internal static class PagesOfRunsAndMasters
{
    private const int LogPageSize = 200;

    private static readonly CancellationToken Ct = CancellationToken.None;

    public static IEnumerable<(string Name, Func<Task> Query)> Queries(HubDatabase hub, FileHistory files, MasterQueries masters, Layout layout, int pageSize) =>
        [.. OfRuns(hub, files), .. OfLog(hub), .. OfMasters(hub, masters, layout, pageSize)];

    private static IEnumerable<(string Name, Func<Task> Query)> OfRuns(HubDatabase hub, FileHistory files)
    {
        RunQueries runs = new(hub);
        RunMedians medians = new(hub);
        yield return ("run: latest", () => runs.FindLatestAsync(Ct));
        yield return ("run: waiting", () => runs.ListQueuedAsync(15, Ct));
        yield return ("run: who asked for runs", () => runs.ListRequestersAsync(Ct));
        yield return ("run: one", () => runs.FindAsync(PagesHistory.Nights, Ct));
        yield return ("run: one, deep", () => runs.FindAsync(PagesHistory.Nights / 2, Ct));
        yield return ("run: medians", () => medians.ReadAsync(PagesHistory.Nights, Ct));
        yield return ("run: medians, deep", () => medians.ReadAsync(PagesHistory.Nights / 2, Ct));
        yield return ("file: one", () => files.FindAsync(PagesHistory.Nights / 2 * PagesHistory.Masters, Ct));
    }

    private static IEnumerable<(string Name, Func<Task> Query)> OfLog(HubDatabase hub)
    {
        LogQueries log = new(hub);
        const long Run = PagesHistory.Nights;
        const long File = (Run - 1) * PagesHistory.Masters + 1;
        foreach (var (name, filter) in new (string, LogFilter)[]
        {
            ("everything", new(Run)), ("errors", new(Run, "error")), ("a file", new(Run, FileId: File)), ("a step", new(Run, Step: "merge")),
            ("a step that is nowhere", new(Run, Step: "archive")), ("errors of a step that has none", new(Run, "error", Step: "merge")),
            ("a file's step and attempt", new(Run, FileId: File, Step: "stage", Attempt: 2)),
        })
        {
            // Nights before the last have few lines, so the middle of the last one is so far from the end.
            const long Middle = (PagesHistory.LoggedNights - 1) * 500 + PagesHistory.LinesOfLastNight / 2;
            yield return ($"log: {name}", () => log.ListLatestAsync(filter, LogPageSize, Ct));
            yield return ($"log: {name}, before a line", () => log.ListBeforeAsync(filter, Middle, LogPageSize, Ct));
            yield return ($"log: {name}, after a line", () => log.ListAfterAsync(filter, Middle, LogPageSize, Ct));
            yield return ($"log: {name}, around a line", () => log.ListAroundAsync(filter, Middle, LogPageSize, Ct));
        }
    }

    private static IEnumerable<(string Name, Func<Task> Query)> OfMasters(HubDatabase hub, MasterQueries masters, Layout layout, int pageSize)
    {
        LayoutSet layouts = new([layout]);
        MasterCatalog catalog = new(hub, () => layouts);
        HubRowQueries rows = new(hub);
        yield return ("masters: everything", () => catalog.ListAsync(Ct));
        yield return ("masters: history of one", () => catalog.ListDaysAsync("MAESTRA7", Ct));
        yield return ("masters: held", () => masters.ListHeldAsync(Ct));
        yield return ("masters: pending deletions", () => masters.ListPendingDeletesAsync(Ct));
        // Company, three digits and five: the million's middle.
        const string Middle = "01|5|0";
        foreach (var (name, search) in new (string, HubRowSearch)[]
        {
            ("everything", new(null, null)), ("a key's beginning", new("01|5", null)), ("a key that is nowhere", new("zzz", null)),
            ("a text", new(null, "NUEVO")), ("a text that is nowhere", new(null, "aguja")),
        })
        {
            yield return ($"rows: {name}", () => rows.ListAsync(layout, search, null, pageSize, Ct));
            yield return ($"rows: {name}, deep", () => rows.ListAsync(layout, search, Middle, pageSize, Ct));
        }

        yield return ("rows: latest changes", async () => await rows.ListChangesAsync(layout, await LastVersionAsync(), null, pageSize, Ct));
        yield return ("rows: latest changes, deep", async () => await rows.ListChangesAsync(layout, await LastVersionAsync(), 500_000, pageSize, Ct));
        SearchQueries keys = new(hub, () => layouts);
        yield return ("search: a key", () => keys.FindKeysAsync(Middle, Ct));
        yield return ("search: a key that is nowhere", () => keys.FindKeysAsync(Middle + "7777", Ct));

        async Task<long> LastVersionAsync() => (await catalog.FindAsync(layout.Maestra, Ct))!.LastVersion;
    }
}
