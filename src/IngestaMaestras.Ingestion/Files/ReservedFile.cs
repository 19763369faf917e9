namespace IngestaMaestras.Ingestion.Files;

/// <summary>The row of a file that is on its way into input.</summary>
public sealed record ReservedFile(long FileId, string? Maestra, DateOnly FechaProceso);
