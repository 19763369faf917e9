using Dapper;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>Where a master stands: read and moved by the merge of one file, in its transaction.</summary>
internal sealed class MasterPosition(NpgsqlConnection connection, MergeRequest request, CancellationToken ct)
{
    /// <summary>Locks the row; makes it when the master is new.</summary>
    public async Task<MasterState> ReadAsync()
    {
        // In a dry run the row, too, is rolled back.
        await ExecuteAsync(
            "INSERT INTO master_state (maestra) VALUES (@Maestra) ON CONFLICT DO NOTHING", new { request.Layout.Maestra });
        return await connection.QuerySingleAsync<MasterState>(Command(
            """
            SELECT fecha_proceso, chain_order, file_id, run_id, sha256, layout_hash, had_rejected_references, last_version,
                   state_version, clock_timestamp() AS now
              FROM master_state WHERE maestra = @Maestra FOR UPDATE
            """,
            new { request.Layout.Maestra }));
    }

    /// <summary>
    /// Whether what is to be repeated is still there: the run of the last load may have taken its file again since, with
    /// other bytes or these very ones, and its row then tells of that.
    /// </summary>
    public Task<bool> IsOnRecordAsync(MasterState last) => connection.ExecuteScalarAsync<bool>(Command(
        """
        SELECT EXISTS (SELECT 1 FROM run_file WHERE run_id = @RunId AND file_id = @FileId AND sha256 = @Sha256
                          AND outcome IN ('loaded', 'unchanged'))
        """,
        last));

    /// <summary>The file is applied: the master stands at it, and what waited below it has been overtaken.</summary>
    public async Task MoveAsync(MasterState last, long lastVersion, bool hadRejectedReferences, long pendingDeletes)
    {
        await SupersedeHeldAsync();
        await SaveAsync(last, lastVersion, hadRejectedReferences, pendingDeletes);
    }

    /// <summary>
    /// Files of this master that wait for approval at or below this position are settled by this one: they only have to
    /// be archived, for which their run gets its turn.
    /// </summary>
    private Task<int> SupersedeHeldAsync() => request.IsRejectsFile
        ? Task.FromResult(0)
        : ExecuteAsync(
            $"""
            WITH settled AS (
                UPDATE run_file rf
                   SET status = 'pending', outcome = 'superseded', hold = NULL, job_id = NULL, enqueued_at = NULL, ended_at = NULL,
                       error_type = NULL, error_message = @Why, {RunFileSql.NothingDone}
                  FROM file f
                 WHERE f.file_id = rf.file_id AND rf.status = 'held' AND rf.file_id <> @FileId AND f.maestra = @Maestra
                   AND (f.fecha_proceso, f.chain_order) <= (@BusinessDate, @ChainOrder COLLATE "C")
                RETURNING rf.run_id
            )
            UPDATE run SET status = 'queued', job_id = NULL WHERE status = 'held' AND run_id IN (SELECT run_id FROM settled)
            """,
            new
            {
                request.Claim.FileId,
                request.Layout.Maestra,
                request.BusinessDate,
                request.ChainOrder,
                Why = HubMessages.Format("SupersededHeld", request.FileName, request.BusinessDate),
            });

    /// <summary>
    /// A rejects file adds to its origin and leaves the position there; an incremental file of an older date leaves the
    /// position where it is.
    /// </summary>
    private Task<int> SaveAsync(MasterState last, long lastVersion, bool hadRejectedReferences, long pendingDeletes)
    {
        var moves = !request.IsRejectsFile
            && (request.Rollback || !last.IsAfter(request.BusinessDate, request.ChainOrder));
        return ExecuteAsync(
            moves
                ? """
                  UPDATE master_state
                     SET fecha_proceso = @BusinessDate, chain_order = @ChainOrder, file_id = @FileId, run_id = @RunId,
                         sha256 = @Sha256, layout_hash = @LayoutHash, had_rejected_references = @HadRejectedReferences,
                         pending_deletes = @PendingDeletes, last_version = @LastVersion,
                         state_version = state_version + 1, changed_at = @Now
                   WHERE maestra = @Maestra
                  """
                : """
                  UPDATE master_state
                     SET last_version = @LastVersion, state_version = state_version + 1, changed_at = @Now
                   WHERE maestra = @Maestra
                  """,
            new
            {
                request.BusinessDate,
                request.ChainOrder,
                request.Claim.FileId,
                request.Claim.RunId,
                request.Staged.Sha256,
                LayoutHash = request.Layout.Fingerprint,
                HadRejectedReferences = hadRejectedReferences,
                PendingDeletes = pendingDeletes,
                LastVersion = lastVersion,
                last.Now,
                request.Layout.Maestra,
            });
    }

    private Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object parameters) => new(sql, parameters, commandTimeout: 0, cancellationToken: ct);
}
