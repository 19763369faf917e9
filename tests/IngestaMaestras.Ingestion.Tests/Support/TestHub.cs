using System.Globalization;
using System.Text;
using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>
/// A hub of a test's own: a fresh database, data folders, layouts and one worker whose jobs run to completion, in order.
/// <code>
/// await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
/// FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTA|11");
/// Assert.Equal(["1|BOGOTA|11"], await hub.RowsAsync("erp_ciudad"));
/// </code>
/// After every run it checks what must hold whatever happened (<see cref="Invariants"/>).
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    public const string User = "operadora";

    private readonly TestDatabase? _database;
    private readonly string _connectionString;
    private readonly TempFolder _temp = new();
    private readonly List<TestWorker> _workers = [];
    private readonly Func<TestWorker, IEnumerable<IDeliveryTarget>>? _targets;

    private TestHub(
        string connectionString, TestDatabase? database, LayoutSet layouts, Action<IngestaOptions>? configure,
        Func<TestWorker, IEnumerable<IDeliveryTarget>>? targets = null)
    {
        _targets = targets;
        _database = database;
        _connectionString = connectionString;
        Layouts = layouts;
        Options = new IngestaOptions
        {
            DataRoot = _temp.Path,
            ArrivalQuietPeriod = TimeSpan.Zero,
            // No heartbeat runs in tests: leases end when a test ends them.
            LeaseDuration = TimeSpan.FromHours(1),
            DatabaseRetryDelay = TimeSpan.FromMilliseconds(200),
        };
        configure?.Invoke(Options);
        Folders = new DataFolders(Options.DataRoot);
        Folders.Prepare();
        Worker = AddWorker();
    }

    public IngestaOptions Options { get; }

    public DataFolders Folders { get; }

    /// <summary>What every worker knows of deliveries; small chunks, so that a few rows make several.</summary>
    public DeliveryOptions Delivery { get; } = new() { ChunkSize = 7, RunPatience = TimeSpan.Zero };

    /// <summary>The layouts in force, for every worker; a test may change them at any moment.</summary>
    public LayoutSet Layouts { get; set; }

    public TestWorker Worker { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A hub with the layouts of these TOON texts.</summary>
    public static Task<TestHub> StartAsync(PostgresFixture postgres, params string[] layouts) =>
        StartAsync(postgres, Read(layouts));

    public static async Task<TestHub> StartAsync(
        PostgresFixture postgres, LayoutSet layouts, Action<IngestaOptions>? configure = null)
    {
        var database = await postgres.CreateFromTemplateAsync("hub", MigrateAsync);
        return new TestHub(database.ConnectionString, database, layouts, configure);
    }

    /// <summary>A hub whose changes are delivered to these targets; each worker has clients of its own.</summary>
    public static async Task<TestHub> StartDeliveringAsync(
        PostgresFixture postgres, LayoutSet layouts, Func<TestWorker, IEnumerable<IDeliveryTarget>> targets,
        Action<IngestaOptions>? configure = null)
    {
        var database = await postgres.CreateFromTemplateAsync("hub", MigrateAsync);
        TestHub hub = new(database.ConnectionString, database, layouts, configure, targets);
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        return hub;
    }

    /// <summary>A hub on a database that the test made itself; it is migrated here and stays the test's.</summary>
    public static async Task<TestHub> StartOnAsync(
        string connectionString, LayoutSet layouts, Action<IngestaOptions>? configure = null)
    {
        await MigrateAsync(connectionString);
        return new TestHub(connectionString, null, layouts, configure);
    }

    public static LayoutSet Read(params string[] layouts)
    {
        var result = LayoutLoader.Load(layouts.Select((text, i) => new LayoutText($"layout{i}.toon", text)));
        Assert.DoesNotContain(result.Problems, p => !p.IsWarning);
        return result.Layouts;
    }

    /// <summary>The thirteen layouts that the program ships.</summary>
    public static LayoutSet ReadShipped() => Read(
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "layouts"), "*.toon").Order(StringComparer.Ordinal).Select(File.ReadAllText)]);

    public static DateOnly Date(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One more worker on the same hub and folders.</summary>
    /// <param name="time">Its clock; <see cref="FixedTime"/> unless told.</param>
    public TestWorker AddWorker(TimeProvider? time = null)
    {
        TestWorker worker = new(_connectionString, Folders, Options, () => Layouts, time ?? new FixedTime(), _targets, Delivery);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Puts a file into input, its lines ending in LF, over what is there by that name.</summary>
    public void Put(string fileName, params string[] lines) =>
        Put(fileName, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    public void Put(string fileName, byte[] content) => File.WriteAllBytes(Path.Combine(Folders.Input, fileName), content);

    /// <summary>Puts a file into input, runs the date in its name, and tells what became of it.</summary>
    public Task<FileResult> LoadAsync(string fileName, params string[] lines) =>
        LoadAsync(fileName, new RunParameters(), lines);

    public async Task<FileResult> LoadAsync(string fileName, RunParameters parameters, params string[] lines)
    {
        Put(fileName, lines);
        return (await RunAsync(DateIn(fileName), parameters))[fileName];
    }

    public Task<RunResult> RunAsync(string date, RunParameters? parameters = null, string? reason = null) =>
        RunAsync(Date(date), parameters, reason);

    /// <summary>Creates a run for the date and works until the queue is empty.</summary>
    public async Task<RunResult> RunAsync(DateOnly date, RunParameters? parameters = null, string? reason = null)
    {
        parameters ??= new RunParameters();
        var started = await Worker.Runs.StartAsync(
            date, RunTrigger.Operator, parameters, User, parameters.Rollback ? reason ?? "prueba" : reason, Ct);
        Assert.True(started.Done, started.Message);
        return await DrainAsync(started.RunId!.Value);
    }

    /// <summary>Does what an operator asked for and works until the queue is empty.</summary>
    public async Task<RunResult> DrainAsync(OperationResult operation)
    {
        Assert.True(operation.Done, operation.Message);
        return await DrainAsync(operation.RunId!.Value);
    }

    public async Task<RunResult> DrainAsync(long runId)
    {
        await Worker.DrainAsync();
        await Invariants.CheckAsync(this);
        return await ReadRunAsync(runId);
    }

    /// <summary>Sends a file back to input, lets the test edit it there, and runs it again.</summary>
    public async Task<FileResult> ReprocessAsync(FileResult file, params string[] newLines)
    {
        if (newLines.Length > 0)
        {
            var sent = await Worker.Files.SendBackAsync(file.FileId, User, Ct);
            Assert.True(sent.Done, sent.Message);
            Put(Path.GetFileName(await ScalarAsync<string>($"SELECT path FROM file WHERE file_id = {file.FileId}")), newLines);
        }

        var results = await Worker.Files.ReprocessAsync([file.FileId], User, "prueba", Ct);
        return (await DrainAsync(results.Single())).File;
    }

    /// <summary>Sends the rejects file of a loaded one back to input with other lines, and runs it.</summary>
    public async Task<FileResult> CorrectAsync(FileResult origin, params string[] lines)
    {
        var name = RejectsName(origin);
        Put(name, lines);
        return (await RunAsync(origin.FechaProceso))[name];
    }

    /// <summary>Previews an operation, confirms what was shown, and works until it has ended or waits for somebody.</summary>
    /// <returns>Its items: label, state and message.</returns>
    public async Task<string[]> OperateAsync(string kind, object parameters, string? reason = "prueba")
    {
        var plan = await Worker.Operations.PreviewAsync(kind, parameters, Ct);
        var started = await Worker.Operations.StartAsync(kind, parameters, plan.Snapshot, User, reason, Ct);
        Assert.Empty(started.Differences);
        return await OperateAsync(started.OperationId!.Value);
    }

    /// <summary>Works until an operation has ended or waits for somebody.</summary>
    public async Task<string[]> OperateAsync(long id)
    {
        for (var piece = 0; piece < 200 && (await Worker.OperationStore.FindAsync(id, Ct))!.State is RunStatus.Queued or RunStatus.Running; piece++)
        {
            // Nobody waits here for the moment of the next look.
            await ExecuteAsync("UPDATE operation SET wake_at = NULL");
            await Worker.OperationRunner.AdvanceNextAsync(Ct);
            await Worker.DrainAsync();
        }

        await Invariants.CheckAsync(this);
        return await QueryAsync($"SELECT label, status, message FROM operation_item WHERE operation_id = {id} ORDER BY item_no");
    }

    public async Task<RunResult> ReadRunAsync(long runId)
    {
        await using var connection = await OpenAsync();
        var (date, status) = await connection.QuerySingleAsync<(DateOnly, string)>(
            "SELECT fecha_proceso, status FROM run WHERE run_id = @runId", new { runId });
        var files = await connection.QueryAsync<FileResult>(
            $"{FileResult.Sql} WHERE rf.run_id = @runId ORDER BY rf.file_id", new { runId });
        return new RunResult(runId, date, status, [.. files]);
    }

    /// <summary>What a file's run says of it now.</summary>
    public async Task<FileResult> RefreshAsync(FileResult file) =>
        (await ReadRunAsync(file.RunId)).Files.Single(f => f.FileId == file.FileId);

    /// <summary>The data of a master's table, a line for each row in the order of its columns; ∅ is NULL.</summary>
    public async Task<string[]> RowsAsync(string table)
    {
        var columns = await QueryAsync(
            $"""
            SELECT quote_ident(attname) FROM pg_attribute
             WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attname !~ '^_|^femod$' ORDER BY attnum
            """);
        return await QueryAsync($"SELECT {string.Join(", ", columns)} FROM {table} ORDER BY {string.Join(", ", columns)}");
    }

    /// <summary>Where every row lies physically and who wrote it: what changes when a row is touched at all.</summary>
    public Task<string[]> TracksAsync(string table) =>
        QueryAsync($"SELECT ctid, xmin, _version, _file_id, _line_number, femod FROM {table} ORDER BY _version");

    /// <summary>A query's rows as text, columns joined with |; ∅ is NULL.</summary>
    public async Task<string[]> QueryAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using NpgsqlCommand command = new(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<string> rows = [];
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : reader.GetString(i))));
        }

        return [.. rows];
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteAsync(sql);
    }

    public async Task<NpgsqlConnection> OpenAsync() => await Worker.Database.OpenAsync(Ct);

    /// <summary>The open errors of a file: line, type, severity, field and value.</summary>
    public Task<string[]> ErrorsAsync(FileResult file) => QueryAsync(
        $"""
        SELECT line_number, error_type, severity, field, value FROM error_log
         WHERE run_id = {file.RunId} AND file_id = {file.FileId} ORDER BY line_number NULLS LAST, id
        """);

    /// <summary>The lines of the rejects file beside an archived one; none when there is no such file.</summary>
    public async Task<string[]> RejectsAsync(FileResult file)
    {
        var path = RejectsPath(file);
        return File.Exists(path) ? await File.ReadAllLinesAsync(path, Ct) : [];
    }

    public string RejectsPath(FileResult file) =>
        Path.Combine(Path.GetDirectoryName(Folders.Resolve(file.Path))!, RejectsName(file));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        _temp.Dispose();
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using HubDatabase database = new(connectionString);
        await new HubMigrator(database, NullLogger.Instance).MigrateAsync(Ct);
    }

    private string RejectsName(FileResult file)
    {
        var maestra = FileNameMatcher.Match(file.FileName, Layouts).Layout!.Maestra;
        return string.Create(CultureInfo.InvariantCulture, $"{maestra}_rechazos-{file.FileId}.txt");
    }

    private DateOnly DateIn(string fileName) =>
        FileNameMatcher.Match(fileName, Layouts).BusinessDate
        ?? throw new ArgumentException($"{fileName} has no date in its name.");
}
