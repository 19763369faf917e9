using IngestaMaestras.Ingestion.Backups;
using Npgsql;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>What the parts of one drill share.</summary>
/// <param name="Connection">To the hub's server, outside of a transaction; it speaks for the tools.</param>
/// <param name="Scratch">The backup is restored into it by the first part.</param>
/// <param name="Folder">An empty folder, gone afterwards.</param>
internal sealed record DrillContext(
    NpgsqlConnection Connection, PostgresTools Tools, BackupFile Backup, ScratchDatabase Scratch, string Folder)
{
    /// <summary>Whether the first part filled the scratch database.</summary>
    public bool IsRestored { get; set; }
}
