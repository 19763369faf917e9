using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>A wide action of an operator: who, what, and how far it has come.</summary>
public sealed class OperationRow
{
    internal const string Columns =
        """
        o.operation_id, o.kind, o.status, o.requested_by, o.reason, o.parameters::text AS parameters, o.trial_groups, o.trial_decided_by,
        o.created_at, o.started_at, o.ended_at, o.cancel_requested_at, o.cancelled_by, o.message, o.correlation
        """;

    /// <summary>How many items there are and how they stand.</summary>
    internal const string Totals =
        """
        CROSS JOIN LATERAL (
            SELECT count(*) AS items, count(*) FILTER (WHERE i.status NOT IN ('pending', 'running')) AS ended_items,
                   count(*) FILTER (WHERE i.status = 'failed') AS failed_items, count(*) FILTER (WHERE i.status = 'pending') AS pending_items
              FROM operation_item i WHERE i.operation_id = o.operation_id) totals
        """;

    public long OperationId { get; set; }

    /// <summary>A code of <see cref="OperationKinds"/>.</summary>
    public string Kind { get; set; } = "";

    public string Status { get; set; } = "";

    public string RequestedBy { get; set; } = "";

    public string? Reason { get; set; }

    public string Parameters { get; set; } = "{}";

    /// <summary>Groups of items that are a trial for the rest; 0: there is no trial.</summary>
    public int TrialGroups { get; set; }

    /// <summary>Who let the rest go on after a trial that did not end well.</summary>
    public string? TrialDecidedBy { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public DateTime? CancelRequestedAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Why it waits or how it ended, in Spanish.</summary>
    public string? Message { get; set; }

    /// <summary>The click that it comes from.</summary>
    public string? Correlation { get; set; }

    public long Items { get; set; }

    public long EndedItems { get; set; }

    public long FailedItems { get; set; }

    public long PendingItems { get; set; }

    public RunStatus State => StateCodes.ToRunStatus(Status);

    /// <summary>Something of it may still be stopped.</summary>
    public bool CanCancel => State is RunStatus.Queued or RunStatus.Running or RunStatus.Held && CancelRequestedAt is null;

    public T Read<T>()
        where T : new() => AuditLog.FromJson<T>(Parameters) ?? new T();
}
