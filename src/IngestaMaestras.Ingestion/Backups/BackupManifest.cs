namespace IngestaMaestras.Ingestion.Backups;

/// <summary>What a backup holds, written beside it; taken in the same snapshot as the dump.</summary>
/// <param name="TakenAt">Moment of the snapshot, by the database's clock.</param>
/// <param name="ProgramVersion">Of the program that made it.</param>
/// <param name="ServerVersion">Of PostgreSQL.</param>
/// <param name="HubIdentity">Which database it was: system identifier of the server, and the database's name.</param>
/// <param name="HubEpoch">How often the hub had been restored before.</param>
/// <param name="Scripts">Migrations that it had.</param>
/// <param name="Versions">Last change version of each master.</param>
/// <param name="SizeBytes">Of the dump.</param>
/// <param name="Sha256">Of the dump.</param>
/// <param name="VerifiedAt">When it was restored into a scratch database and compared.</param>
public sealed record BackupManifest(
    DateTime TakenAt,
    string ProgramVersion,
    string ServerVersion,
    string HubIdentity,
    int HubEpoch,
    IReadOnlyList<string> Scripts,
    IReadOnlyDictionary<string, long> Versions,
    IReadOnlyList<TableDigest> Tables,
    long SizeBytes = 0,
    string Sha256 = "",
    DateTime? VerifiedAt = null);
