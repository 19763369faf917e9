namespace IngestaMaestras.Ingestion.Backups;

/// <summary>A table that is not what the manifest says.</summary>
internal sealed record TableDifference(string Table, TableDigest Expected, TableDigest Found);
