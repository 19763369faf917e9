using System.Diagnostics;
using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Audit;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Queries.Search;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// How long the queries of every list page take over years of history: first and deep pages of every filter, the count beside
/// the list included, each once before it is measured.
/// </summary>
internal static class PagesBenchmark
{
    private const int PageSize = 50;
    private const int CountLimit = 10_000;

    private static readonly CancellationToken Ct = CancellationToken.None;

    public static async Task RunAsync(long errors, int repetitions)
    {
        await using PostgresFixture postgres = new();
        await using var database = await postgres.CreateDatabaseAsync("pages");
        await using HubDatabase hub = new(database.ConnectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(Ct);
        var watch = Stopwatch.StartNew();
        await PagesHistory.FillAsync(hub, errors);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors} errors, {PagesHistory.Nights} nights: filled in {watch.Elapsed.TotalSeconds:0} s"));
        Console.WriteLine("| query | median ms | slowest ms |");
        Console.WriteLine("| --- | --- | --- |");
        using TempFolder temp = new();
        foreach (var (name, query) in Queries(hub, temp))
        {
            await query();
            List<double> times = [];
            for (var i = 0; i < repetitions; i++)
            {
                watch.Restart();
                await query();
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Numbers.Median(times, t => t):0.0} | {times.Max():0.0} |"));
        }
    }

    private static IEnumerable<(string Name, Func<Task> Query)> Queries(HubDatabase hub, TempFolder temp)
    {
        var last = PagesHistory.FirstNight.AddDays(PagesHistory.Nights - 1);
        var middle = PagesHistory.FirstNight.AddDays(PagesHistory.Nights / 2);
        // A deep page begins in the middle of a load in the middle of history.
        ErrorCursor deep = new(middle, middle.ToDateTime(new TimeOnly(7, 0, 49), DateTimeKind.Utc), 0);
        ErrorQueries errors = new(hub);
        foreach (var (name, filter) in new (string, ErrorFilter)[]
        {
            ("everything", new()), ("a date", new() { From = last, To = last }), ("a year", new() { From = last.AddDays(-364), To = last }),
            ("master", new() { Maestra = "MAESTRA7" }), ("type", new() { ErrorType = "LINEA_CORTA" }),
            ("rare type", new() { ErrorType = "ERROR_KAFKA" }), ("master and rare type", new() { Maestra = "MAESTRA7", ErrorType = "ERROR_KAFKA" }),
            ("field", new() { Field = "CAMPO3" }), ("field that is nowhere", new() { Field = "NADA" }), ("rule", new() { Rule = "numero(1)" }),
            ("severity", new() { Severity = "aviso" }), ("open", new() { IsResolved = false }), ("text", new() { Text = "número" }),
            ("text that is nowhere", new() { Text = "aguja" }),
            ("text that is nowhere, of a master", new() { Maestra = "MAESTRA7", Text = "aguja" }),
            ("run", new() { RunId = PagesHistory.Nights / 2 }), ("file", new() { FileId = PagesHistory.Nights / 2 * PagesHistory.Masters }),
        })
        {
            yield return ($"errors: {name}", () => errors.ListAsync(filter, ErrorOrder.NewestFirst, null, PageSize, Ct));
            if (filter.RunId is null && filter.FileId is null && filter.From is null)
            {
                yield return ($"errors: {name}, deep", () => errors.ListAsync(filter, ErrorOrder.NewestFirst, deep, PageSize, Ct));
                yield return ($"errors: {name}, oldest first, deep", () => errors.ListAsync(filter, ErrorOrder.OldestFirst, deep, PageSize, Ct));
            }

            yield return ($"errors: {name}, count", () => errors.CountAsync(filter, CountLimit, Ct));
        }

        yield return ("error: neighbours", async () => await errors.FindNeighboursAsync(
            new ErrorFilter(), ErrorOrder.NewestFirst, (await errors.ListAsync(new ErrorFilter(), ErrorOrder.NewestFirst, deep, 1, Ct)).Items[0], Ct));
        ErrorGroupQueries groups = new(hub);
        foreach (var days in new[] { 1, 14, ErrorGroupQueries.MaxDays })
        {
            yield return (
                string.Create(CultureInfo.InvariantCulture, $"groups: {days} nights"),
                () => groups.ListAsync(new ErrorFilter { From = last.AddDays(1 - days), To = last }, ErrorGroupOrder.Rows, 200, Ct));
        }

        DataFolders folders = new(temp.Path);
        folders.Prepare();
        FileQueries files = new(
            hub, new FolderReader(folders), new ArrivalWatcher(folders, new IngestaOptions { DataRoot = temp.Path }, TimeProvider.System), () => LayoutSet.Empty);
        foreach (var (name, filter) in new (string, FileFilter)[]
        {
            ("everything", new()), ("master", new() { Maestra = "MAESTRA7" }), ("outcome that is nowhere", new() { Status = "held" }),
            ("name that is nowhere", new() { Text = "aguja" }), ("oldest first", new() { IsOldestFirst = true }),
        })
        {
            yield return ($"files: {name}", () => files.ListAsync(FileLocation.Processed, filter, null, PageSize, Ct));
            yield return ($"files: {name}, deep", () => files.ListAsync(FileLocation.Processed, filter, new FileCursor(middle, 1), PageSize, Ct));
        }

        yield return ("files: counts of folders", () => files.CountAsync(999, Ct));
        RunQueries runs = new(hub);
        foreach (var (name, filter) in new (string, RunFilter)[]
        {
            ("everything", new(null, null, null, null)), ("state", new(null, null, "failed", null)), ("state that is nowhere", new(null, null, "held", null)),
            ("trigger", new(null, null, null, "operator")), ("a year", new(last.AddDays(-364), last, null, null)),
        })
        {
            yield return ($"runs: {name}", () => runs.ListAsync(filter, RunOrder.Newest, null, PageSize, Ct));
            yield return ($"runs: {name}, deep", () => runs.ListAsync(filter, RunOrder.Newest, new RunCursor(middle, PagesHistory.Nights / 2), PageSize, Ct));
        }

        yield return ("runs: by business date, deep", () => runs.ListAsync(
            new RunFilter(null, null, null, null), RunOrder.BusinessDate, new RunCursor(middle, PagesHistory.Nights / 2), PageSize, Ct));
        AuditQueries audit = new(hub);
        AuditCursor deepAudit = new(middle.ToDateTime(new TimeOnly(7, 0), DateTimeKind.Utc), 1);
        foreach (var (name, filter) in new (string, AuditFilter)[]
        {
            ("everything", new()), ("user that is nowhere", new(User: "nadie")), ("action that is nowhere", new(Action: "nada")),
            ("status that is nowhere", new(Status: "nada")), ("a year", new(last.AddDays(-364), last)),
        })
        {
            yield return ($"audit: {name}", () => audit.ListAsync(filter, null, PageSize, Ct));
            yield return ($"audit: {name}, deep", () => audit.ListAsync(filter, deepAudit, PageSize, Ct));
        }

        SearchQueries search = new(hub, () => LayoutSet.Empty);
        yield return ("search: files", () => search.FindFilesAsync("maestra7", Ct));
        yield return ("search: files that are nowhere", () => search.FindFilesAsync("aguja", Ct));
        yield return ("search: errors that are nowhere", () => search.FindErrorsAsync("aguja", Ct));
        DateOutcomes dates = new(hub);
        yield return ("dates", () => dates.ListAsync(null, 14, Ct));
        yield return ("dates, deep", () => dates.ListAsync(middle, 14, Ct));
    }
}
