namespace IngestaMaestras.Ingestion.Backups;

/// <summary>What a table held.</summary>
/// <param name="Table">Schema and name, quoted where SQL needs it.</param>
/// <param name="Checksum">Sum of the hashes of all rows: it does not depend on their order.</param>
public sealed record TableDigest(string Table, long Rows, string Checksum);
