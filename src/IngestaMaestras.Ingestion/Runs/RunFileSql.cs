namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Assignments to <c>run_file</c> that several statements share.</summary>
internal static class RunFileSql
{
    /// <summary>A held merge is given up: what it would have done was not done.</summary>
    public const string NothingDone =
        "inserted_count = 0, updated_count = 0, deleted_count = 0, unchanged_count = 0, suppressed_deletes = 0";

    /// <summary>The file starts over: nothing is known of it in this run.</summary>
    public const string StartedOver =
        """
        outcome = NULL, error_type = NULL, error_message = NULL, hold = NULL, hold_rows = NULL, approval = NULL, job_id = NULL, enqueued_at = NULL,
        started_at = NULL, ended_at = NULL, layout_hash = NULL, sha256 = NULL, read_count = NULL, accepted_count = NULL,
        rejected_count = NULL, warning_count = NULL, inserted_count = NULL, updated_count = NULL, deleted_count = NULL,
        unchanged_count = NULL, suppressed_deletes = NULL, findings_by_type = NULL, version_from = NULL, version_to = NULL,
        unchanged_of_file_id = NULL, unchanged_of_run_id = NULL, alert = false, retried_at = NULL
        """;
}
