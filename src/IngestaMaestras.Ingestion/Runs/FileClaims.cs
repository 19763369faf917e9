using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Who works on which file: taking, ending and giving back, each one conditional statement.</summary>
public sealed class FileClaims(HubDatabase hub, LeaseKeeper leases)
{
    /// <summary>
    /// Takes a file that nobody holds: pending, or running under a lease that has expired. Null when another worker
    /// holds it, or it has ended, or its run does not execute.
    /// </summary>
    public async Task<RunFileRow?> TryAcquireAsync(long runId, long fileId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RunFileRow>(new CommandDefinition(
            // A locked row is in the middle of its merge: its worker lives, and waiting for it would tie this one up.
            """
            WITH free AS (
                SELECT 1 FROM run_file WHERE run_id = @runId AND file_id = @fileId FOR UPDATE SKIP LOCKED
            ), mine AS (
                UPDATE run_file
                   SET status = 'running', attempt = attempt + 1, lease_owner = @WorkerId, lease_until = now() + @Duration,
                       started_at = coalesce(started_at, now()), ended_at = NULL
                 WHERE run_id = @runId AND file_id = @fileId
                   AND (status = 'pending' OR (status = 'running' AND lease_until < now()))
                   AND EXISTS (SELECT 1 FROM free)
                   AND EXISTS (SELECT 1 FROM run WHERE run.run_id = @runId AND run.status = 'running')
                RETURNING run_id, file_id, attempt, status, outcome, error_type, error_message
            )
            SELECT m.*, f.maestra, f.file_name, f.fecha_proceso, f.chain_order, f.origin_file_id, f.root_file_id, f.path,
                   r.parameters::text AS parameters, r.requested_by, r.trigger,
                   r.cancel_requested_at IS NOT NULL AS cancel_requested
              FROM mine m JOIN file f USING (file_id) JOIN run r ON r.run_id = m.run_id
            """,
            new { runId, fileId, leases.Worker.WorkerId, leases.Duration },
            cancellationToken: ct));
    }

    /// <summary>The file's state in its run; null when the run has no such file.</summary>
    public async Task<FileStatus?> ReadStatusAsync(long runId, long fileId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var code = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT status FROM run_file WHERE run_id = @runId AND file_id = @fileId",
            new { runId, fileId },
            cancellationToken: ct));
        return code is null ? null : StateCodes.ToFileStatus(code);
    }

    /// <summary>
    /// Gives the file its final state, with its audit row, and tells whether it was its run's last. Locking the run row
    /// first makes sure that of two files ending at once exactly one sees itself as the last.
    /// </summary>
    /// <exception cref="ClaimLostException">The file is another attempt's.</exception>
    public async Task<bool> EndAsync(RunFileRow file, FileClaim claim, FileStatus status, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT 1 FROM run WHERE run_id = @RunId FOR UPDATE", claim, cancellationToken: ct));
        var ended = await connection.QuerySingleOrDefaultAsync<EndedFile>(new CommandDefinition(
            """
            UPDATE run_file
               SET status = @Status, ended_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner AND status = 'running'
            RETURNING clock_timestamp() - started_at AS duration, read_count, accepted_count, rejected_count, inserted_count,
                      updated_count, deleted_count, unchanged_count, error_type, error_message, sha256, layout_hash
            """,
            new { claim.RunId, claim.FileId, claim.Attempt, claim.Owner, Status = status.Code() },
            cancellationToken: ct)) ?? throw new ClaimLostException(claim);
        if (status is FileStatus.Loaded or FileStatus.Unchanged)
        {
            await ResolveEarlierErrorsAsync(connection, file, ct);
        }

        await AuditLog.WriteAsync(connection, Describe(file, status, ended), ct);
        var isLast = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT NOT EXISTS (SELECT 1 FROM run_file WHERE run_id = @RunId AND status IN ('pending', 'running'))",
            claim,
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return isLast;
    }

    /// <summary>Lets go of a file so that any worker may take it at once; its state stays running.</summary>
    public async Task ReleaseAsync(FileClaim claim)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            UPDATE run_file SET lease_until = now() - interval '1 second', enqueued_at = NULL
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner AND status = 'running'
            """,
            claim);
    }

    /// <summary>
    /// A later success resolves the earlier errors of the same original file; a rejects file resolves its origin's only
    /// when every rejected line came back accepted.
    /// </summary>
    private static Task<int> ResolveEarlierErrorsAsync(NpgsqlConnection connection, RunFileRow file, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE error_log e
               SET resolved_at = now(), resolved_by = @By
             WHERE e.resolved_at IS NULL AND e.run_id <> @RunId
               AND e.file_id IN (SELECT file_id FROM file WHERE root_file_id = @RootFileId)
               AND (@OriginFileId::bigint IS NULL OR (
                    (SELECT rejected_count = 0 AND accepted_count >= (
                        SELECT count(*) FROM rejected_line WHERE file_id = @OriginFileId)
                       FROM run_file WHERE run_id = @RunId AND file_id = @FileId)))
            """,
            new
            {
                By = HubMessages.Format("ResolvedBySystem", file.RunId),
                file.RunId,
                file.FileId,
                file.RootFileId,
                file.OriginFileId,
            },
            cancellationToken: ct));

    private static AuditEntry Describe(RunFileRow file, FileStatus status, EndedFile ended) => new(
        "procesar_archivo",
        file.RequestedBy,
        status.Code(),
        new { file.RunId, file.FileId, file.Maestra, file.FileName, file.FechaProceso, file.Trigger },
        new
        {
            Read = ended.ReadCount,
            Accepted = ended.AcceptedCount,
            Rejected = ended.RejectedCount,
            Inserted = ended.InsertedCount,
            Updated = ended.UpdatedCount,
            Deleted = ended.DeletedCount,
            Unchanged = ended.UnchangedCount,
        },
        ended.ErrorMessage,
        new { ended.ErrorType, ended.Sha256, ended.LayoutHash, Attempts = file.Attempt },
        ended.Duration);

    private sealed class EndedFile
    {
        public TimeSpan Duration { get; set; }

        public long? ReadCount { get; set; }

        public long? AcceptedCount { get; set; }

        public long? RejectedCount { get; set; }

        public long? InsertedCount { get; set; }

        public long? UpdatedCount { get; set; }

        public long? DeletedCount { get; set; }

        public long? UnchangedCount { get; set; }

        public string? ErrorType { get; set; }

        public string? ErrorMessage { get; set; }

        public string? Sha256 { get; set; }

        public string? LayoutHash { get; set; }
    }
}
