using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Puts into the queue what can be worked on now: files whose predecessors have ended, files whose worker is gone, and
/// the end of a run whose files have all ended. Calling it too often is harmless: each enqueuing is claimed in the
/// database first.
/// </summary>
public sealed class RunDispatcher(HubDatabase hub, Func<LayoutSet> layouts, IJobScheduler jobs)
{
    /// <summary>How long an enqueued job has to start before it counts as lost, when the queue does not know it as waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task DispatchAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var files = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT rf.file_id, rf.status, rf.job_id, f.maestra, f.file_name, f.chain_order, f.origin_file_id, r.fecha_proceso, r.correlation,
                   rf.status = 'running' AND rf.lease_until < now() AS is_abandoned,
                   rf.enqueued_at IS NULL OR rf.enqueued_at < now() - @Patience AS is_overdue
              FROM run_file rf JOIN file f USING (file_id) JOIN run r ON r.run_id = rf.run_id
             WHERE rf.run_id = @runId AND r.status = 'running' AND r.discovered_at IS NOT NULL
            """,
            new { runId, Patience },
            cancellationToken: ct))).ToList();
        var unfinished = files.Where(f => !StateCodes.ToFileStatus(f.Status).IsEnded()).ToList();
        if (unfinished.Count == 0)
        {
            await DispatchFinishAsync(runId, ct);
            return;
        }

        foreach (var file in unfinished.Where(f => f.IsAbandoned || (f.Status == FileStatus.Pending.Code() && IsReady(f, unfinished))))
        {
            if (file.IsOverdue && (file.IsAbandoned || file.JobId is null || !await jobs.IsWaitingAsync(file.JobId, ct)))
            {
                await EnqueueAsync(runId, file, ct);
            }
        }
    }

    /// <summary>
    /// A file waits for the masters that its layout references, for earlier files of its own master, and a rejects file
    /// for its origin; it does not matter how they end.
    /// </summary>
    private bool IsReady(Row file, IReadOnlyList<Row> unfinished)
    {
        if (file.Maestra is null || layouts().Find(file.Maestra) is not { } layout)
        {
            return true;
        }

        var parents = layouts().ParentsOf(layout).Select(p => p.Maestra).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return !unfinished.Any(other => other.FileId != file.FileId && other.Maestra is not null
            && (parents.Contains(other.Maestra) || (other.Maestra == file.Maestra && ComesBefore(other, file))));
    }

    private static bool ComesBefore(Row other, Row file) =>
        (other.OriginFileId is null, file.OriginFileId is null) switch
        {
            (true, false) => true,
            (false, true) => false,
            _ => string.CompareOrdinal(other.ChainOrder, file.ChainOrder) is var order
                && (order < 0 || (order == 0 && other.FileId < file.FileId)),
        };

    private async Task EnqueueAsync(long runId, Row file, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var claimed = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE run_file SET enqueued_at = now()
             WHERE run_id = @runId AND file_id = @FileId AND (enqueued_at IS NULL OR enqueued_at < now() - @Patience)
               AND (status = 'pending' OR (status = 'running' AND lease_until < now()))
            """,
            new { runId, file.FileId, Patience },
            cancellationToken: ct));
        if (claimed == 1)
        {
            using var own = Correlation.Begin(file.Correlation);
            var jobId = jobs.EnqueueFile(runId, file.FileId, $"{file.Maestra ?? file.FileName} · {file.FechaProceso:yyyy-MM-dd}");
            await connection.ExecuteAsync(
                "UPDATE run_file SET job_id = @jobId WHERE run_id = @runId AND file_id = @FileId", new { jobId, runId, file.FileId });
        }
    }

    private async Task DispatchFinishAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var run = await connection.QuerySingleOrDefaultAsync<(DateOnly Date, string? Correlation)?>(new CommandDefinition(
            """
            UPDATE run SET lease_until = now() + @Patience
             WHERE run_id = @runId AND status = 'running' AND discovered_at IS NOT NULL AND (lease_until IS NULL OR lease_until < now())
            RETURNING fecha_proceso, correlation
            """,
            new { runId, Patience },
            cancellationToken: ct));
        if (run is { } found)
        {
            using var own = Correlation.Begin(found.Correlation);
            jobs.EnqueueFinish(runId, found.Date);
        }
    }

    private sealed class Row
    {
        public long FileId { get; set; }

        public string Status { get; set; } = "";

        public string? JobId { get; set; }

        public string? Maestra { get; set; }

        public string FileName { get; set; } = "";

        public string ChainOrder { get; set; } = "";

        public long? OriginFileId { get; set; }

        public DateOnly FechaProceso { get; set; }

        /// <summary>Of its run.</summary>
        public string? Correlation { get; set; }

        public bool IsAbandoned { get; set; }

        public bool IsOverdue { get; set; }
    }
}
