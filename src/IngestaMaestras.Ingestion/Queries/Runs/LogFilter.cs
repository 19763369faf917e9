namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Which lines of a run's log are shown; null: whatever it is.</summary>
/// <param name="MinimumLevel">A level's word; lines of lesser levels are left out.</param>
public sealed record LogFilter(long RunId, string? MinimumLevel = null, long? FileId = null, string? Step = null, int? Attempt = null);
