namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>One item of an operation: a file, a date of a master, a delivery.</summary>
public sealed class OperationItem
{
    internal const string Columns =
        "operation_id, item_no, group_no, item_key, label, action, fecha_proceso, maestra, file_id, target, status, message, run_id, detail::text AS detail, started_at, ended_at";

    public long OperationId { get; set; }

    public int ItemNo { get; set; }

    /// <summary>Items of one group are done together, groups one after another.</summary>
    public int GroupNo { get; set; }

    public string ItemKey { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>What is to be done, in Spanish, as the preview told it.</summary>
    public string Action { get; set; } = "";

    public DateOnly? FechaProceso { get; set; }

    public string? Maestra { get; set; }

    public long? FileId { get; set; }

    public string? Target { get; set; }

    public string Status { get; set; } = "";

    /// <summary>What came of it, in Spanish.</summary>
    public string? Message { get; set; }

    public long? RunId { get; set; }

    public string? Detail { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public ItemStatus State => Enum.Parse<ItemStatus>(Status, ignoreCase: true);

    public bool IsEnded => State is not (ItemStatus.Pending or ItemStatus.Running);
}
