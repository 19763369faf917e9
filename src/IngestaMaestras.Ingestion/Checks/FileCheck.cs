namespace IngestaMaestras.Ingestion.Checks;

/// <summary>What reading a file by itself tells.</summary>
/// <param name="First">The first things wrong, in the order of the file.</param>
/// <param name="ByType">Everything wrong, counted by its type, the most frequent first.</param>
/// <param name="HasAllKeys">Repeated keys were looked for in all of the file; it may be too large for that.</param>
public sealed record FileCheck(
    long Size, string Sha256, long Read, long Accepted, long Rejected, long Warnings, IReadOnlyList<LineFinding> First,
    IReadOnlyList<KeyValuePair<string, long>> ByType, bool HasAllKeys);
