namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>How one item of an operation stands; the database has the names in lower case.</summary>
public enum ItemStatus
{
    Pending,
    Running,
    Succeeded,
    Failed,

    /// <summary>Nothing was to be done about it, or nothing could be; the message says why.</summary>
    Skipped,

    /// <summary>Not begun when somebody stopped the operation.</summary>
    Cancelled,
}
