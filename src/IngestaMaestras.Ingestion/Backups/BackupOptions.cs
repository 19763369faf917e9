using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>Section <c>Backup</c> of the settings.</summary>
public sealed class BackupOptions
{
    /// <summary>Where backups are written; empty: <c>backups</c> under the data root.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How many good backups are kept.</summary>
    public int KeepCount { get; set; } = 12;

    /// <summary>Days after which a backup goes, even when there are few; the newest good one never does.</summary>
    public int KeepDays { get; set; } = 400;

    public string FolderUnder(string dataRoot) => Folder.Length > 0 ? Folder : Path.Combine(dataRoot, "backups");

    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        ConfigurationException.ThrowUnless(KeepCount > 0, "Backup:KeepCount", KeepCount, "un número mayor que 0");
        ConfigurationException.ThrowUnless(KeepDays > 0, "Backup:KeepDays", KeepDays, "un número de días mayor que 0");
    }
}
