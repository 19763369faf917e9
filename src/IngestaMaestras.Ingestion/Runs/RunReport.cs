using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>A run and its files as <c>ingesta run --json</c> prints them.</summary>
public sealed record RunReport(long RunId, DateOnly FechaProceso, string Status, IReadOnlyList<RunReportFile> Files)
{
    /// <summary>Reads it; null when there is no such run.</summary>
    public static async Task<RunReport?> ReadAsync(HubDatabase hub, long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var run = await RunStore.ReadAsync(connection, runId, forUpdate: false, ct);
        if (run is null)
        {
            return null;
        }

        var files = (await connection.QueryAsync<RunReportFile>(new CommandDefinition(
            """
            SELECT rf.file_id, f.maestra, f.file_name, rf.status, coalesce(rf.read_count, 0) AS read, coalesce(rf.accepted_count, 0) AS accepted,
                   coalesce(rf.rejected_count, 0) AS rejected, coalesce(rf.inserted_count, 0) AS inserted,
                   coalesce(rf.updated_count, 0) AS updated, coalesce(rf.deleted_count, 0) AS deleted,
                   coalesce(rf.unchanged_count, 0) AS unchanged,
                   coalesce(round(extract(epoch FROM rf.ended_at - rf.started_at) * 1000), 0)::bigint AS duration_ms,
                   rf.error_message
              FROM run_file rf JOIN file f USING (file_id)
             WHERE rf.run_id = @runId ORDER BY f.maestra NULLS LAST, f.chain_order, f.file_id
            """,
            new { runId },
            cancellationToken: ct))).ToList();
        var deliveries = await DeliveryStatus.ListOfRunAsync(connection, runId, ct);
        foreach (var file in files)
        {
            file.Deliveries = [.. deliveries[file.FileId].Select(d => new RunReportDelivery(d.Target, d.Status, d.Changes))];
        }

        return new RunReport(run.RunId, run.FechaProceso, run.Status, files);
    }
}

/// <summary>One file of a <see cref="RunReport"/>. read = accepted + rejected.</summary>
public sealed class RunReportFile
{
    /// <summary>Null when no layout knows the file's name.</summary>
    public string? Maestra { get; set; }

    public string FileName { get; set; } = "";

    public string Status { get; set; } = "";

    public long Read { get; set; }

    public long Accepted { get; set; }

    public long Rejected { get; set; }

    public long Inserted { get; set; }

    public long Updated { get; set; }

    public long Deleted { get; set; }

    public long Unchanged { get; set; }

    public long DurationMs { get; set; }

    /// <summary>Why it failed, is held or was not applied, in Spanish.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>How what it changed stands at each target; none for a file that was not merged.</summary>
    public IReadOnlyList<RunReportDelivery> Deliveries { get; set; } = [];

    internal long FileId { get; set; }
}

/// <summary>One delivery of a <see cref="RunReportFile"/>.</summary>
/// <param name="Status"><c>pending</c>, <c>delivered</c>, <c>failed</c> or <c>off</c>.</param>
public sealed record RunReportDelivery(string Target, string Status, long Changes);
