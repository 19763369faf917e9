using System.Globalization;
using System.Text;
using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Samples;
using Npgsql;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>A day of sample files, loaded by processes of this program into a database of the drill's own.</summary>
internal sealed class DrillLoad(DrillSetting setting, string hub, string dataRoot)
{
    private const int Rows = 200;

    /// <summary>Folders in which nothing is left when all is done.</summary>
    private static readonly string[] Unfinished = ["input", "work"];

    /// <summary>Nothing that a drill waits for takes this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    private readonly DateOnly _date = setting.Calendar.LatestDue(setting.Time.GetUtcNow());

    /// <summary>Puts the files into input.</summary>
    /// <param name="seed">Which day it is, so to speak.</param>
    /// <exception cref="SampleException">The layouts admit no sample.</exception>
    public async Task WriteFilesAsync(ulong seed, CancellationToken ct) => await SampleGenerator.GenerateAsync(
        setting.Layouts(),
        new SampleOptions
        {
            OutputFolder = Path.Combine(dataRoot, "input"), Date = _date, Rows = Rows, Seed = seed, Quirks = false,
            ManifestFile = Path.Combine(dataRoot, "manifest.json"), Force = true,
        },
        ct);

    /// <summary>A process that loads the day, alone or through whichever worker there is.</summary>
    public DrillProcess StartRun(bool wait = true) => DrillProcess.Start(
        setting, hub, dataRoot, ["run", "--date", _date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. wait ? ["--wait"] : Array.Empty<string>()]);

    /// <summary>A process that takes whatever work there is; should this one be killed, it ends by itself.</summary>
    public DrillProcess StartWorker() =>
        DrillProcess.Start(setting, hub, dataRoot, "serve", "--no-portal", "--no-scheduler", "--until-input-ends");

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(hub)
        {
            SearchPath = $"{HubDatabase.Schema},public", Pooling = false, Timeout = 5,
        }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Keeps every merge of one master from beginning until it is disposed of.</summary>
    public async Task<NpgsqlConnection> CloseGateAsync(string maestra, CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        // The transaction ends with the connection.
        await connection.ExecuteAsync("BEGIN TRANSACTION");
        await MasterLock.AcquireAsync(connection, maestra, ct);
        return connection;
    }

    /// <summary>Until somebody stands before the gate: a file is staged, and about to be merged.</summary>
    public Task GateReachedAsync(DrillProcess process, CancellationToken ct) => UntilAsync(
        "GateNotReached", process,
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
        ct);

    /// <summary>Until as many runs as told have ended, whatever they came to.</summary>
    public Task RunsEndedAsync(DrillProcess process, int count, CancellationToken ct) => UntilAsync(
        "RunNotEnded", process,
        string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) = {count} AND NOT bool_or(status IN ('queued', 'running')) FROM run"), ct);

    /// <summary>Until the worker has made the database ready and is at work.</summary>
    public Task WorkerReadyAsync(DrillProcess process, CancellationToken ct) => UntilAsync(
        "WorkerNotReady", process,
        "SELECT to_regclass('worker') IS NOT NULL AND to_regclass('hangfire.server') IS NOT NULL AND EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'hangfire' AND datname = current_database())",
        ct);

    /// <summary>
    /// What must be the same however often the work was disturbed: rows with their versions and lineage, and what became
    /// of each file. Files are told by name: an interrupted insert has used up an id.
    /// </summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        List<string> lines = [];
        var tables = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = @Schema AND tablename LIKE 'erp\\_%' ORDER BY 1",
            new { HubDatabase.Schema }, cancellationToken: ct));
        foreach (var table in tables)
        {
            lines.Add(await connection.ExecuteScalarAsync<string>(new CommandDefinition(
                $"""
                SELECT '{table}: ' || count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'femod' - '_file_id')::text || f.file_name, 0)::numeric), 0)
                  FROM {table} t LEFT JOIN file f ON f.file_id = t._file_id
                """,
                commandTimeout: 0, cancellationToken: ct)) ?? "");
        }

        lines.AddRange(await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT concat_ws(' ', f.file_name, rf.status, rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count, rf.updated_count,
                   rf.deleted_count, rf.version_from, rf.version_to, f.path)
              FROM run_file rf JOIN file f USING (file_id) ORDER BY rf.run_id, f.file_name
            """,
            cancellationToken: ct)));
        lines.AddRange(await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT concat_ws(' ', fecha_proceso, status) FROM run ORDER BY run_id", cancellationToken: ct)));
        lines.AddRange(Unfinished.Select(f => $"{f}: {Directory.EnumerateFiles(Path.Combine(dataRoot, f), "*", SearchOption.AllDirectories).Count()}"));
        return lines;
    }

    public async Task<long> CountRowsAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT sum(inserted_count) FROM run_file", cancellationToken: ct)) ?? 0;
    }

    /// <summary>Where two descriptions differ, a line for each side.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> expected, IReadOnlyList<string> found) =>
    [
        .. expected.Except(found).Select(l => $"- {l}"),
        .. found.Except(expected).Select(l => $"+ {l}"),
    ];

    private async Task UntilAsync(string problem, DrillProcess process, string condition, CancellationToken ct)
    {
        var started = setting.Time.GetTimestamp();
        while (!await HoldsAsync(condition, ct))
        {
            if (process.HasExited || setting.Time.GetElapsedTime(started) > Patience)
            {
                StringBuilder said = new(DrillMessages.Format(problem, process.Id, process.HasExited));
                throw new DrillFailedException(said.Append(' ').Append(process.Said).ToString());
            }

            await Task.Delay(AskEvery, setting.Time, ct);
        }
    }

    /// <summary>A server that is just being lost, or whose tables are just being made, is asked again.</summary>
    private async Task<bool> HoldsAsync(string condition, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(ct);
            return await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(condition, cancellationToken: ct)) ?? false;
        }
        catch (Exception e) when (SqlStates.IsTransient(e) || e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return false;
        }
    }
}
