using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Reads runs for pages.</summary>
public sealed class RunQueries(HubDatabase hub)
{
    /// <summary>A page of runs.</summary>
    /// <param name="after">Only runs that come after this one in that order.</param>
    public async Task<Page<RunItem>> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int size, CancellationToken ct)
    {
        var (keyset, sort) = order switch
        {
            RunOrder.Newest => ("r.run_id < @RunId", "r.run_id DESC"),
            RunOrder.Oldest => ("r.run_id > @RunId", "r.run_id"),
            RunOrder.BusinessDate => ("(r.fecha_proceso, r.run_id) < (@Date, @RunId)", "r.fecha_proceso DESC, r.run_id DESC"),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
        };
        Conditions conditions = new();
        conditions.Add(after, keyset);
        conditions.Add(filter.From, "r.fecha_proceso >= @From");
        conditions.Add(filter.To, "r.fecha_proceso <= @To");
        conditions.Add(filter.Status, "r.status = @Status");
        conditions.Add(filter.Trigger, "r.trigger = @Trigger");
        conditions.Add(filter.RequestedBy, "r.requested_by = @RequestedBy");
        conditions.Add(
            filter.Maestra,
            "EXISTS (SELECT 1 FROM run_file mf JOIN file m USING (file_id) WHERE mf.run_id = r.run_id AND m.maestra = @Maestra)");
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<RunItem>(new CommandDefinition(
            $"""
            SELECT {RunItem.Columns}
              FROM (SELECT * FROM run r {conditions} ORDER BY {sort} LIMIT @Limit) r {RunItem.Totals}
             ORDER BY {sort}
            """,
            new
            {
                after?.RunId, after?.Date, filter.From, filter.To, filter.Status, filter.Trigger, filter.RequestedBy, filter.Maestra,
                Limit = size + 1,
            },
            cancellationToken: ct));
        return Page.Of<RunItem>([.. rows], size, r => new RunCursor(r.FechaProceso, r.RunId).ToString());
    }

    /// <summary>Who asked for the latest runs, for a filter to offer.</summary>
    public async Task<IReadOnlyList<string>> ListRequestersAsync(CancellationToken ct)
    {
        const int latest = 1_000;
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT DISTINCT requested_by FROM (SELECT requested_by FROM run ORDER BY run_id DESC LIMIT @latest) r ORDER BY 1",
            new { latest },
            cancellationToken: ct))];
    }

    /// <summary>The run that executes now, or else the one that was started last; null when there was none.</summary>
    public async Task<RunItem?> FindLatestAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RunItem>(new CommandDefinition(
            $"""
            SELECT {RunItem.Columns}
              FROM (SELECT * FROM run WHERE run_id = coalesce(
                        (SELECT run_id FROM run WHERE status = 'running'), (SELECT max(run_id) FROM run))) r
              {RunItem.Totals}
            """,
            cancellationToken: ct));
    }

    /// <summary>Runs that wait for their turn, in the order in which they will start.</summary>
    public async Task<IReadOnlyList<RunItem>> ListQueuedAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<RunItem>(new CommandDefinition(
            $"""
            SELECT {RunItem.Columns} FROM run r {RunItem.Totals}
             WHERE r.status = 'queued' ORDER BY r.fecha_proceso, r.run_id LIMIT @limit
            """,
            new { limit },
            cancellationToken: ct))];
    }

    /// <summary>Whether any run executes or waits for its turn.</summary>
    public async Task<bool> IsAnyActiveAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM run WHERE status IN ('queued', 'running'))", cancellationToken: ct));
    }

    /// <summary>One run with its files, steps and findings; null when there is none of that id.</summary>
    public async Task<RunDetail?> FindAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var run = await connection.QuerySingleOrDefaultAsync<RunItem>(new CommandDefinition(
            $"SELECT {RunItem.Columns} FROM run r {RunItem.Totals} WHERE r.run_id = @runId", new { runId }, cancellationToken: ct));
        if (run is null)
        {
            return null;
        }

        var more = await connection.QuerySingleAsync<(string Parameters, long? Executing)>(new CommandDefinition(
            "SELECT parameters::text, (SELECT run_id FROM run WHERE status = 'running') FROM run WHERE run_id = @runId",
            new { runId },
            cancellationToken: ct));
        var children = await connection.QueryAsync<RunItem>(new CommandDefinition(
            $"SELECT {RunItem.Columns} FROM run r {RunItem.Totals} WHERE r.parent_run_id = @runId ORDER BY r.run_id",
            new { runId },
            cancellationToken: ct));
        return new RunDetail(
            run,
            AuditLog.FromJson<RunParameters>(more.Parameters) ?? new RunParameters(),
            await ReadFilesAsync(connection, runId, ct),
            await ReadFindingsAsync(connection, runId, ct),
            [.. children],
            run.State == RunStatus.Queued ? more.Executing : null);
    }

    private static async Task<IReadOnlyList<RunFileItem>> ReadFilesAsync(NpgsqlConnection connection, long runId, CancellationToken ct)
    {
        var files = (await connection.QueryAsync<RunFileItem>(new CommandDefinition(
            """
            SELECT rf.run_id, rf.file_id, f.maestra, f.file_name, f.path, f.location, f.size_bytes, f.origin_file_id, rf.status,
                   rf.attempt, rf.sha256, rf.layout_hash, rf.read_count, rf.accepted_count, rf.rejected_count, rf.warning_count,
                   rf.inserted_count, rf.updated_count, rf.deleted_count, rf.unchanged_count, rf.suppressed_deletes,
                   rf.version_from, rf.version_to, rf.unchanged_of_run_id, rf.alert, rf.hold::text AS hold,
                   rf.findings_by_type::text AS findings_by_type, rf.error_type, rf.error_message, rf.started_at, rf.ended_at, rf.retried_at,
                   later.run_id AS later_run_id, later.status AS later_status
              FROM run_file rf
              JOIN file f USING (file_id)
              LEFT JOIN LATERAL (
                    SELECT l.run_id, l.status FROM file lf JOIN run_file l USING (file_id)
                     WHERE lf.root_file_id = f.root_file_id AND l.run_id > rf.run_id AND l.status <> 'cancelled'
                     ORDER BY l.run_id DESC LIMIT 1) later ON true
             WHERE rf.run_id = @runId
             ORDER BY f.maestra NULLS LAST, f.origin_file_id NULLS FIRST, f.chain_order, f.file_id
            """,
            new { runId },
            cancellationToken: ct))).ToList();
        var steps = (await connection.QueryAsync<StepItem>(new CommandDefinition(
            """
            SELECT file_id, step, status, attempts, started_at, ended_at, next_attempt_at, error_message
              FROM step WHERE run_id = @runId AND step NOT LIKE 'deliver-%'
            """,
            new { runId },
            cancellationToken: ct))).ToLookup(s => s.FileId);
        var deliveries = await DeliveryStatus.ListOfRunAsync(connection, runId, ct);
        foreach (var file in files)
        {
            file.Deliveries = [.. deliveries[file.FileId]];
            file.Steps = [.. steps[file.FileId].OrderBy(s => StepOrder(s.Step)).ThenBy(s => s.Step, StringComparer.Ordinal)];
        }

        return files;
    }

    /// <summary>As a file goes through them.</summary>
    private static int StepOrder(string step) => Enum.GetValues<StepName>().Where(name => name.Code() == step).Select(name => (int)name)
        .DefaultIfEmpty((int)StepName.Archive).First();

    private static async Task<IReadOnlyList<FindingItem>> ReadFindingsAsync(NpgsqlConnection connection, long runId, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<FindingItem>(new CommandDefinition(
            "SELECT finding, maestra, file_name, message, found_at FROM run_finding WHERE run_id = @runId ORDER BY finding, maestra, file_name",
            new { runId },
            cancellationToken: ct)),
    ];
}
