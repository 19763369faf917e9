using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>A run as lists show it: what it was for, how it stands, and the sums of its files.</summary>
public sealed class RunItem : CountedRow
{
    internal const string Columns =
        """
        r.run_id, r.fecha_proceso, r.status, r.trigger, r.requested_by, r.reason, r.parent_run_id, r.created_at, r.started_at,
        r.ended_at, r.discovered_at, r.cancel_requested_at, r.error_message, t.*
        """;

    /// <summary>
    /// The sums. Would-be changes of held files do not count as changes; what failed was read and checked all the same.
    /// </summary>
    internal const string Totals =
        """
        CROSS JOIN LATERAL (
            SELECT count(*)::int AS files,
                   count(*) FILTER (WHERE rf.status = 'failed')::int AS failed_files,
                   count(*) FILTER (WHERE rf.status IN ('pending', 'running'))::int AS open_files,
                   coalesce(sum(rf.read_count), 0)::bigint AS read_count,
                   coalesce(sum(rf.accepted_count), 0)::bigint AS accepted_count,
                   coalesce(sum(rf.rejected_count), 0)::bigint AS rejected_count,
                   coalesce(sum(rf.inserted_count) FILTER (WHERE rf.outcome IN ('loaded', 'unchanged')), 0)::bigint AS inserted_count,
                   coalesce(sum(rf.updated_count) FILTER (WHERE rf.outcome IN ('loaded', 'unchanged')), 0)::bigint AS updated_count,
                   coalesce(sum(rf.deleted_count) FILTER (WHERE rf.outcome IN ('loaded', 'unchanged')), 0)::bigint AS deleted_count,
                   coalesce(sum(rf.unchanged_count) FILTER (WHERE rf.outcome IN ('loaded', 'unchanged')), 0)::bigint AS unchanged_count
              FROM run_file rf WHERE rf.run_id = r.run_id) t
        """;

    public long RunId { get; set; }

    public DateOnly FechaProceso { get; set; }

    public string Status { get; set; } = "";

    public string Trigger { get; set; } = "";

    public string RequestedBy { get; set; } = "";

    public string? Reason { get; set; }

    public long? ParentRunId { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>When its files became known; null while a worker is starting it.</summary>
    public DateTime? DiscoveredAt { get; set; }

    public DateTime? CancelRequestedAt { get; set; }

    public string? ErrorMessage { get; set; }

    public int Files { get; set; }

    public int FailedFiles { get; set; }

    /// <summary>Files that are not at their end.</summary>
    public int OpenFiles { get; set; }

    public RunStatus State => StateCodes.ToRunStatus(Status);

    public RunTrigger TriggerKind => StateCodes.ToRunTrigger(Trigger);

    /// <summary>Somebody asked to stop it and it has not stopped yet.</summary>
    public bool IsCancelling => CancelRequestedAt is not null && !State.IsEnded();
}
