using System.Text.Json;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>What one run did with one file, from <c>run_file</c> and <c>file</c>.</summary>
internal sealed class FileResult
{
    public const string Sql =
        """
        SELECT rf.run_id, rf.file_id, f.file_name, f.fecha_proceso, f.path, f.location, f.origin_file_id, rf.status,
               rf.outcome, rf.attempt, rf.read_count AS read, rf.accepted_count AS accepted, rf.rejected_count AS rejected,
               rf.warning_count AS warnings, rf.inserted_count AS inserted, rf.updated_count AS updated,
               rf.deleted_count AS deleted, rf.unchanged_count AS unchanged, rf.suppressed_deletes,
               rf.findings_by_type::text AS findings_json, rf.version_from, rf.version_to, rf.unchanged_of_file_id,
               rf.unchanged_of_run_id, rf.alert, rf.hold::text AS hold_json, rf.error_type, rf.error_message, rf.sha256,
               rf.layout_hash
          FROM run_file rf JOIN file f USING (file_id)
        """;

    public long RunId { get; set; }

    public long FileId { get; set; }

    public string FileName { get; set; } = "";

    public DateOnly FechaProceso { get; set; }

    public string Path { get; set; } = "";

    public string Location { get; set; } = "";

    public long? OriginFileId { get; set; }

    public string Status { get; set; } = "";

    public string? Outcome { get; set; }

    public int Attempt { get; set; }

    public long? Read { get; set; }

    public long? Accepted { get; set; }

    public long? Rejected { get; set; }

    public long? Warnings { get; set; }

    public long? Inserted { get; set; }

    public long? Updated { get; set; }

    public long? Deleted { get; set; }

    public long? Unchanged { get; set; }

    public long? SuppressedDeletes { get; set; }

    public string? FindingsJson { get; set; }

    public long? VersionFrom { get; set; }

    public long? VersionTo { get; set; }

    public long? UnchangedOfFileId { get; set; }

    public long? UnchangedOfRunId { get; set; }

    public bool Alert { get; set; }

    public string? HoldJson { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public string? Sha256 { get; set; }

    public string? LayoutHash { get; set; }

    public IReadOnlyDictionary<string, long> Findings =>
        JsonSerializer.Deserialize<SortedDictionary<string, long>>(FindingsJson ?? "{}")!;

    public string KeysHash => JsonDocument.Parse(HoldJson!).RootElement.GetProperty("keysHash").GetString()!;

    /// <summary>State and counts on one line: read, accepted and rejected; inserted, updated, deleted, unchanged.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Status} {Read}={Accepted}+{Rejected} i{Inserted} u{Updated} d{Deleted} ={Unchanged}");
}
