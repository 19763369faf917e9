namespace IngestaMaestras.Ingestion.Backups;

/// <summary>What a restore came to.</summary>
/// <param name="Epoch">Of the hub, from now on.</param>
/// <param name="HeldTargets">Targets whose deliveries wait until they have been compared.</param>
/// <param name="Returned">Files that were put back to where the restored state expects them.</param>
public sealed record RestoreReport(
    string Backup, DateTime TakenAt, int Epoch, long Rows, IReadOnlyList<string> HeldTargets, IReadOnlyList<string> Returned);
