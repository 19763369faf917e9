using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>How a delivery stands (design §4).</summary>
public enum DeliveryState
{
    Pending,
    Delivered,
    Failed,
    Off,
}

/// <summary>How deliveries stand, for pages, verbs and metrics. Computed from watermarks, not stored.</summary>
public sealed class DeliveryStatus(HubDatabase hub)
{
    /// <summary>
    /// The state of what a file changed, as SQL over <c>rf</c> (run_file), <c>t</c> (delivery_target) and <c>d</c>
    /// (delivery, outer-joined).
    /// </summary>
    internal const string FileState =
        """
        CASE WHEN t.off_reason IS NOT NULL THEN 'off' WHEN coalesce(d.watermark, 0) >= rf.version_to THEN 'delivered'
             WHEN d.status = 'failed' THEN 'failed' ELSE 'pending' END
        """;

    /// <summary>Every master that was ever loaded, for each target; by target, then by master.</summary>
    /// <param name="target">Only this one; null: all.</param>
    /// <param name="maestra">Only this one; null: all.</param>
    public async Task<IReadOnlyList<DeliveryItem>> ListAsync(string? target, string? maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<DeliveryItem>(new CommandDefinition(
            """
            SELECT t.target, s.maestra, t.off_reason, coalesce(d.watermark, 0) AS watermark, s.last_version,
                   s.last_version - coalesce(d.watermark, 0) AS pending, coalesce(d.status, 'idle') AS status, coalesce(d.attempts, 0) AS attempts,
                   d.next_attempt_at, d.last_error, d.last_error_at, d.last_success_at, coalesce(d.sent_count, 0) AS sent_count, d.held_since,
                   (SELECT count(*) FROM delivery_fault x WHERE x.target = t.target AND x.maestra = s.maestra) AS faults
              FROM delivery_target t CROSS JOIN master_state s
              LEFT JOIN delivery d ON d.target = t.target AND d.maestra = s.maestra
             WHERE (@target::text IS NULL OR t.target = lower(@target)) AND (@maestra::text IS NULL OR s.maestra = upper(@maestra))
             ORDER BY t.target, s.maestra
            """,
            new { target, maestra },
            cancellationToken: ct))];
    }

    /// <summary>What a run's files changed, for each target; files that changed nothing have arrived.</summary>
    public async Task<ILookup<long, FileDelivery>> ListOfRunAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await ListOfRunAsync(connection, runId, ct);
    }

    internal static async Task<ILookup<long, FileDelivery>> ListOfRunAsync(NpgsqlConnection connection, long runId, CancellationToken ct) =>
        (await connection.QueryAsync<FileDelivery>(new CommandDefinition(
            $"""
            SELECT rf.file_id, t.target, {FileState} AS status, rf.version_to - rf.version_from AS changes, s.started_at, s.ended_at,
                   coalesce(d.attempts, 0) AS attempts, d.next_attempt_at, d.last_error, t.off_reason
              FROM run_file rf JOIN file f USING (file_id)
             CROSS JOIN delivery_target t
              LEFT JOIN delivery d ON d.target = t.target AND d.maestra = f.maestra
              LEFT JOIN step s ON s.run_id = rf.run_id AND s.file_id = rf.file_id AND s.step = '{DeliveryStore.StepOf("")}' || t.target
             WHERE rf.run_id = @runId AND rf.version_to IS NOT NULL
             ORDER BY t.target
            """,
            new { runId },
            cancellationToken: ct))).ToLookup(d => d.FileId);

    /// <summary>Targets that are on and wait for a comparison, because the hub was restored.</summary>
    public async Task<IReadOnlyList<HeldTarget>> ListHeldAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<HeldTarget>(new CommandDefinition(
            """
            SELECT target, count(*) AS masters, min(held_since) AS since FROM delivery JOIN delivery_target USING (target)
             WHERE held_since IS NOT NULL AND off_reason IS NULL GROUP BY target ORDER BY target
            """,
            cancellationToken: ct))];
    }

    /// <summary>Rows that targets refused, the latest first.</summary>
    public async Task<IReadOnlyList<RefusedRow>> ListRefusedAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<RefusedRow>(new CommandDefinition(
            "SELECT target, maestra, key_text, version, reason, found_at FROM delivery_fault ORDER BY found_at DESC, target, maestra, key_text LIMIT @limit",
            new { limit },
            cancellationToken: ct))];
    }

    /// <summary>The targets, as they last answered.</summary>
    public async Task<IReadOnlyList<TargetItem>> ListTargetsAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<TargetItem>(new CommandDefinition(
            """
            SELECT target, identity, address, detail, off_reason, checked_at, latency_ms, error_message FROM delivery_target ORDER BY target
            """,
            cancellationToken: ct))];
    }
}

/// <summary>One master's delivery to one target.</summary>
public sealed class DeliveryItem
{
    public string Target { get; set; } = "";

    public string Maestra { get; set; } = "";

    public DeliveryState State => (OffReason, Pending, Status) switch
    {
        (not null, _, _) => DeliveryState.Off,
        (_, <= 0, _) => DeliveryState.Delivered,
        (_, _, "failed") => DeliveryState.Failed,
        _ => DeliveryState.Pending,
    };

    public long Watermark { get; set; }

    public long LastVersion { get; set; }

    /// <summary>Versions above the watermark: at least as many as the rows that will be sent.</summary>
    public long Pending { get; set; }

    /// <summary>What is being done about it: <c>idle</c>, <c>running</c>, <c>waiting-retry</c>, <c>failed</c>.</summary>
    public string Status { get; set; } = "";

    /// <summary>Failed attempts since the last success.</summary>
    public int Attempts { get; set; }

    public DateTime? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public DateTime? LastErrorAt { get; set; }

    public DateTime? LastSuccessAt { get; set; }

    public long SentCount { get; set; }

    /// <summary>Rows that the target refused for their contents.</summary>
    public long Faults { get; set; }

    public string? OffReason { get; set; }

    /// <summary>Since when it waits for a comparison, because the hub was restored; null: it does not.</summary>
    public DateTime? HeldSince { get; set; }
}

/// <summary>A target that nothing is sent to until it has been compared.</summary>
public sealed class HeldTarget
{
    public string Target { get; set; } = "";

    /// <summary>How many masters have not been compared yet.</summary>
    public long Masters { get; set; }

    public DateTime Since { get; set; }
}

/// <summary>A target as it last answered.</summary>
public sealed class TargetItem
{
    public string Target { get; set; } = "";

    public string? Identity { get; set; }

    public string? Address { get; set; }

    public string? Detail { get; set; }

    public string? OffReason { get; set; }

    public DateTime? CheckedAt { get; set; }

    public int? LatencyMs { get; set; }

    public string? ErrorMessage { get; set; }
}
