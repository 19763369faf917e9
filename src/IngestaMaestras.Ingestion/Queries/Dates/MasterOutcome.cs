namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>A master on a business date.</summary>
/// <param name="Maestra">Null for files whose name no layout knows.</param>
/// <param name="Files">In chain order; empty when nothing came.</param>
/// <param name="IsLate">A file came after its time.</param>
public sealed record MasterOutcome(string? Maestra, MasterCondition Condition, IReadOnlyList<FileOutcome> Files, bool IsLate);
