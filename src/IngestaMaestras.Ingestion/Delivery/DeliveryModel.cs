using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>What happened to a key since the watermark.</summary>
public enum ChangeOp
{
    /// <summary>The row was inserted or updated; its newest state is sent.</summary>
    Upsert,

    /// <summary>The key is gone.</summary>
    Delete,
}

/// <summary>One change of a master.</summary>
/// <param name="Key">Text of the key (design §6).</param>
/// <param name="Version">Change version.</param>
/// <param name="Values">
/// Upsert: one per <see cref="Layout.Columns"/>, in that order: <see cref="string"/>, <see cref="long"/>,
/// <see cref="decimal"/>, <see cref="DateOnly"/>, <see cref="bool"/> or null. Delete: empty.
/// </param>
/// <param name="KeyValues">
/// Delete: column name in the hub to value, of the key that the row had then, which may not be today's. Upsert: null.
/// </param>
/// <param name="ChangedAt">When the hub's row changed.</param>
/// <param name="FileId">File that the row came from.</param>
/// <param name="LineNumber">Line in that file; null for a delete.</param>
/// <param name="RunId">Run that merged it; null when that cannot be told any more.</param>
/// <param name="BusinessDate">Date of that file; null when that cannot be told any more.</param>
public sealed record HubChange(
    ChangeOp Op,
    string Key,
    long Version,
    IReadOnlyList<object?> Values,
    IReadOnlyDictionary<string, object?>? KeyValues,
    DateTimeOffset ChangedAt,
    long FileId,
    long? LineNumber,
    long? RunId,
    DateOnly? BusinessDate);

/// <summary>Consecutive changes of one master.</summary>
/// <param name="After">Every version up to this one has been sent before.</param>
/// <param name="UpTo">With this chunk, so has every version up to this one.</param>
/// <param name="Changes">In version order, each key once; may be empty.</param>
public sealed record DeliveryChunk(long After, long UpTo, IReadOnlyList<HubChange> Changes);

/// <summary>A master whose changes this worker is to send.</summary>
/// <param name="Epoch">Goes up whenever somebody takes over, and whenever a replay lowers the watermark.</param>
public sealed record DeliveryAssignment(Layout Layout, long Epoch, long Watermark);

/// <summary>Which cluster or database a target is.</summary>
/// <param name="Identity">Cluster id, or database and schema.</param>
/// <param name="Address">Where it was reached, for people; no secrets.</param>
/// <param name="Detail">Version or the like, for people.</param>
public sealed record TargetIdentity(string Identity, string Address, string? Detail = null);

/// <summary>What the latest change that a target took says of the hub that sent it.</summary>
/// <param name="Version">The highest change version that was found.</param>
/// <param name="Epoch">Of the delivery that brought it; null when it does not tell.</param>
public sealed record TargetMark(long Version, long? Epoch);

/// <summary>A row that a target refused for its contents.</summary>
/// <param name="Reason">The target's own words.</param>
public sealed record RowFault(string Key, long Version, string Reason);

/// <summary>What a target holds under a key.</summary>
/// <param name="Version">Change version that it came with; null when the target does not tell.</param>
/// <param name="Content">As <see cref="IDeliveryTarget.Describe"/> gives it; null for a deleted key.</param>
public sealed record TargetEntry(string Key, long? Version, string? Content);
