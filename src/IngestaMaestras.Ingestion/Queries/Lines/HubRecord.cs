namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>Whether the hub has a row for a line's key.</summary>
public enum HubRecordState
{
    Found,

    /// <summary>The key can be read; no row has it.</summary>
    Absent,

    /// <summary>The line does not tell its key.</summary>
    KeyUnreadable,

    /// <summary>The master has no table yet.</summary>
    NoTable,

    /// <summary>The table has another key by now than the layout that the line was read with.</summary>
    KeyChanged,
}

/// <summary>What the hub has now for the key of a line.</summary>
/// <param name="Key">The key's text; null when it cannot be read.</param>
/// <param name="Values">By column name, as PostgreSQL writes them; null is a blank.</param>
/// <param name="ChangedAt">When this value came.</param>
/// <param name="FileId">The file that it came from.</param>
/// <param name="LineNumber">Its line there.</param>
public sealed record HubRecord(
    HubRecordState State,
    string? Key,
    IReadOnlyDictionary<string, string?> Values,
    DateTime? ChangedAt = null,
    long? FileId = null,
    long? LineNumber = null)
{
    internal static HubRecord Without(HubRecordState state, string? key = null) => new(state, key, new Dictionary<string, string?>());
}
