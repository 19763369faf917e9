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
using IngestaMaestras.Ingestion.Queries.Masters;
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
    private const int DatesPageSize = 60;
    private const int CountLimit = 10_000;

    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>
    /// A connection string: this database is filled when it holds no errors yet, and kept, so that queries can be measured again
    /// after a change without filling it again.
    /// </summary>
    private const string KeptDatabaseVariable = "INGESTA_PAGES_DATABASE";

    private const int MasterRows = 1_000_000;
    private const int Slowest = 20;

    public static async Task RunAsync(long errors, int repetitions)
    {
        if (Environment.GetEnvironmentVariable(KeptDatabaseVariable) is { Length: > 0 } kept)
        {
            await RunAsync(kept, errors, repetitions);
            return;
        }

        await using PostgresFixture postgres = new();
        await using var database = await postgres.CreateDatabaseAsync("pages");
        await RunAsync(database.ConnectionString, errors, repetitions);
    }

    private static async Task RunAsync(string connectionString, long errors, int repetitions)
    {
        await using HubDatabase hub = new(connectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(Ct);
        using TempFolder temp = new();
        var layout = Xcateg.ReadLayout();
        var watch = Stopwatch.StartNew();
        if (await PagesHistory.CountErrorsAsync(hub) is { } filled)
        {
            errors = filled;
        }
        else
        {
            await PagesHistory.FillAsync(hub, errors);
            await PagesHistory.LoadMasterAsync(hub, layout, temp, MasterRows);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors} errors, {PagesHistory.Nights} nights: ready in {watch.Elapsed.TotalSeconds:0} s"));
        Console.WriteLine("| query | median ms | slowest ms |");
        Console.WriteLine("| --- | --- | --- |");
        List<(string Name, double Median, double Slowest)> results = [];
        DataFolders folders = new(temp.Path);
        folders.Prepare();
        FolderReader reader = new(folders);
        MasterQueries masters = new(hub, new IngestaOptions { DataRoot = temp.Path }.CreateCalendar(), TimeProvider.System);
        var pages = Queries(hub, folders, reader).Concat(
            PagesOfRunsAndMasters.Queries(hub, new FileHistory(hub, folders, reader), masters, layout, PageSize));
        foreach (var (name, query) in pages)
        {
            await query();
            List<double> times = [];
            for (var i = 0; i < repetitions; i++)
            {
                watch.Restart();
                await query();
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            results.Add((name, Numbers.Median(times, t => t), times.Max()));
            Console.WriteLine(Line(results[^1]));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Count(r => r.Median < 150)} of {results.Count} below 150 ms. The {Slowest} slowest:"));
        foreach (var result in results.OrderByDescending(r => r.Median).Take(Slowest))
        {
            Console.WriteLine(Line(result));
        }
    }

    private static string Line((string Name, double Median, double Slowest) result) =>
        string.Create(CultureInfo.InvariantCulture, $"| {result.Name} | {result.Median:0.0} | {result.Slowest:0.0} |");

    private static IEnumerable<(string Name, Func<Task> Query)> Queries(HubDatabase hub, DataFolders folders, FolderReader reader)
    {
        var last = PagesHistory.LastNight;
        var middle = PagesHistory.FirstNight.AddDays(PagesHistory.Nights / 2);
        // A deep page begins in the middle of a load in the middle of history.
        ErrorCursor deep = new(middle, middle.ToDateTime(new TimeOnly(7, 0, 49), DateTimeKind.Utc), 0);
        ErrorQueries errors = new(hub);
        foreach (var (name, filter) in new (string, ErrorFilter)[]
        {
            ("everything", new()), ("a date", new() { From = last, To = last }), ("a year", new() { From = last.AddDays(-364), To = last }),
            ("master", new() { Maestra = "MAESTRA7" }), ("type", new() { ErrorType = "LINEA_CORTA" }),
            ("seldom master", new() { Maestra = "POCA" }), ("text that is nowhere, of a seldom master", new() { Maestra = "POCA", Text = "aguja" }),
            ("text that is nowhere, of a rare master", new() { Maestra = "RARA", Text = "aguja" }),
            ("text that is nowhere, of a type", new() { ErrorType = "LINEA_CORTA", Text = "aguja" }),
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

        FileQueries files = new(
            hub, reader, new ArrivalWatcher(folders, new IngestaOptions { DataRoot = folders.Root }, TimeProvider.System), () => LayoutSet.Empty);
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
            ("everything", new()), ("user", new(User: "ana")), ("user and action", new(User: "ana", Action: "devolver_a_input")),
            ("user and action that never meet", new(User: "ana", Action: "archivo")), ("user that is nowhere", new(User: "nadie")), ("action that is nowhere", new(Action: "nada")),
            ("status that is nowhere", new(Status: "nada")), ("a year", new(last.AddDays(-364), last)),
        })
        {
            yield return ($"audit: {name}", () => audit.ListAsync(filter, null, PageSize, Ct));
            yield return ($"audit: {name}, deep", () => audit.ListAsync(filter, deepAudit, PageSize, Ct));
        }

        SearchQueries search = new(hub, () => LayoutSet.Empty);
        yield return ("search: files", () => search.FindFilesAsync("maestra7", Ct));
        yield return ("search: files that are nowhere", () => search.FindFilesAsync("aguja", Ct));
        yield return ("search: files, by a part of their names", () => search.FindFilesAsync("estra7_10", Ct));
        yield return ("search: errors", () => search.FindErrorsAsync("valor 99", Ct));
        yield return ("search: errors that are nowhere", () => search.FindErrorsAsync("aguja", Ct));
        DateOutcomes dates = new(hub);
        yield return ("dates: home's", () => dates.ListAsync(null, 14, Ct));
        yield return ("dates: everything", () => dates.ListAsync(null, DatesPageSize, Ct));
        yield return ("dates: everything, deep", () => dates.ListAsync(middle, DatesPageSize, Ct));
        yield return ("dates: a month", () => dates.ReadAsync([.. Enumerable.Range(0, 42).Select(d => middle.AddDays(d))], Ct));
    }
}
