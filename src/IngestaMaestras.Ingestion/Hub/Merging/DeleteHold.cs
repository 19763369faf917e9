namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>
/// What a held merge would delete, and what an operator approves: the approval holds only while all three of state,
/// staged rows and set of keys are the same.
/// </summary>
/// <param name="StateVersion">Version of the master's state that the comparison was made against.</param>
/// <param name="Staged">Accepted rows of the file.</param>
/// <param name="Deletes">Rows that would be deleted.</param>
/// <param name="HubRows">Rows of the table before the merge.</param>
/// <param name="KeysHash">Hash of the keys to delete, whatever their order.</param>
public sealed record DeleteHold(long StateVersion, long Staged, long Deletes, long HubRows, string KeysHash)
{
    /// <summary>Fewest deletions that are ever held: small tables change by large shares.</summary>
    public const int MinimumRows = 10;

    /// <summary>Rows to be deleted that are kept, for whoever decides.</summary>
    public const int KeptRows = 200;
}
