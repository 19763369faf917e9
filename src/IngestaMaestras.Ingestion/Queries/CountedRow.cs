namespace IngestaMaestras.Ingestion.Queries;

/// <summary>
/// A row that carries the counts of a load. Read is always accepted plus rejected; accepted is inserted plus updated plus
/// unchanged once the load was applied. Null: not that far yet.
/// </summary>
public abstract class CountedRow
{
    public long? ReadCount { get; set; }

    public long? AcceptedCount { get; set; }

    public long? RejectedCount { get; set; }

    public long? InsertedCount { get; set; }

    public long? UpdatedCount { get; set; }

    public long? DeletedCount { get; set; }

    public long? UnchangedCount { get; set; }
}
