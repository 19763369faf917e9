namespace IngestaMaestras.Ingestion.Backups;

/// <summary>A finished backup: a dump with its manifest.</summary>
/// <param name="Path">Of the dump.</param>
public sealed record BackupFile(string Path, BackupManifest Manifest)
{
    public string Name => System.IO.Path.GetFileName(Path);
}
