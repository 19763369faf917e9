namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What is to be sent again. At most one of version, run, date and key; none: everything.</summary>
/// <param name="FromVersion">Changes above this version.</param>
/// <param name="RunId">From the first change of this run on.</param>
/// <param name="Since">From the first change of this business date on.</param>
/// <param name="Key">This key alone; it gets a new version, which every target is sent.</param>
public sealed record ReplayRequest(
    string Target, string? Maestra = null, long? FromVersion = null, long? RunId = null, DateOnly? Since = null, string? Key = null);

/// <summary>What a replay sends of one master.</summary>
/// <param name="FromVersion">Changes above this version.</param>
/// <param name="Rows">How many there are.</param>
public sealed record ReplayPlan(string Maestra, long FromVersion, long Rows);
