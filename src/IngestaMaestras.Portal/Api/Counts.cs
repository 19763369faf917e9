using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Queries;

namespace IngestaMaestras.Portal.Api;

/// <summary>
/// Records of a load. Read is accepted plus rejected; accepted is inserted plus updated plus unchanged once the load was
/// applied. Null: not that far yet.
/// </summary>
/// <param name="Read">Records read.</param>
/// <param name="Accepted">Records that passed every check.</param>
/// <param name="Rejected">Records that did not.</param>
/// <param name="Inserted">Rows added to the hub.</param>
/// <param name="Updated">Rows changed in the hub.</param>
/// <param name="Deleted">Rows removed from the hub.</param>
/// <param name="Unchanged">Rows that were the same already.</param>
public sealed record Counts(long? Read, long? Accepted, long? Rejected, long? Inserted, long? Updated, long? Deleted, long? Unchanged)
{
    internal static Counts Of(CountedRow row) => new(
        row.ReadCount, row.AcceptedCount, row.RejectedCount, row.InsertedCount, row.UpdatedCount, row.DeletedCount, row.UnchangedCount);

    internal static Counts Of(MergeCounts counts) => new(
        counts.Read, counts.Accepted, counts.Rejected, counts.Inserted, counts.Updated, counts.Deleted, counts.Unchanged);
}
