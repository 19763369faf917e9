namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>A row of a master's table, or a key that was deleted from it.</summary>
/// <param name="Key">Text of the key (design §6).</param>
/// <param name="Values">One per column of <see cref="HubRows.Columns"/>; empty for a deleted key.</param>
/// <param name="Version">Change version.</param>
/// <param name="ChangedAt">When it changed, or was deleted.</param>
/// <param name="IsDeleted">The key is gone.</param>
/// <param name="FileId">The file that the row came from, or that did without it.</param>
/// <param name="FileName">That file's name; null when it is not known any more.</param>
/// <param name="LineNumber">Line in that file; null for a deleted key.</param>
/// <param name="RunId">The run that merged it; null when that cannot be told any more.</param>
/// <param name="BusinessDate">Date of that file.</param>
public sealed record HubRow(
    string Key, IReadOnlyList<string?> Values, long Version, DateTime ChangedAt, bool IsDeleted, long FileId, string? FileName,
    long? LineNumber, long? RunId, DateOnly? BusinessDate);
