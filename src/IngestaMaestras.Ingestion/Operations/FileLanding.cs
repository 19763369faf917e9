using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>
/// Puts what somebody handed in into input and, if asked to, makes the run that takes it. File row, run and audit rows are
/// one transaction; the move follows from the row, so that a kill at any moment leaves nothing or all of it.
/// </summary>
public sealed class FileLanding(
    HubDatabase hub, DataFolders folders, UploadStore uploads, FileRegistry registry, LandingMoves moves, RunConsolidator consolidator)
{
    /// <summary>Whether <paramref name="fileName"/> is free in input; otherwise the sentence that says so.</summary>
    public async Task<string?> FindOccupantAsync(string fileName, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await FindOccupantAsync(connection, fileName, ct);
    }

    /// <param name="check">Looks once more, within the transaction and alone, whether it may be done; null: yes.</param>
    public async Task<OperationResult> LandAsync(
        LandingRequest request, Func<NpgsqlConnection, Task<string?>>? check, CancellationToken ct)
    {
        long? runId = null;
        ReservedFile file;
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            // One at a time: of two who hand in the same, the second finds what the first did.
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_xact_lock(hashtextextended('landing', 0))", cancellationToken: ct));
            var refusal = check is null ? null : await check(connection);
            refusal ??= await FindOccupantAsync(connection, request.FileName, ct);
            if (refusal is not null)
            {
                await AuditLog.WriteAsync(
                    connection, new AuditEntry(request.Action, request.User, "error", request.Parameters, ErrorMessage: refusal), ct);
                await transaction.CommitAsync(ct);
                if (request.ForgetsWhenRefused)
                {
                    uploads.Forget(request.Upload);
                }

                return new OperationResult(false, refusal);
            }

            file = await registry.ReserveAsync(
                connection, request.FileName, DataFolders.UploadPath(request.Upload), request.Size, request.Corrects, ct);
            if (request.Run)
            {
                runId = await CreateRunAsync(connection, request, file, ct);
            }

            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    request.Action, request.User, "succeeded", request.Parameters, new { file.FileId, RunId = runId },
                    AdditionalInfo: request.More),
                ct);
            await transaction.CommitAsync(ct);
        }

        // It is decided: whoever asked may have gone away by now.
        var stuck = await MoveAsync(file.FileId);
        await consolidator.EnqueueNextAsync(CancellationToken.None);
        return stuck ?? (runId is null
            ? new OperationResult(true, OperationMessages.Format("Landed", request.FileName, file.FechaProceso))
            : new OperationResult(true, OperationMessages.Format("LandedAndRuns", request.FileName, file.FechaProceso, runId), runId));
    }

    /// <returns>Null when it lies in input; the row makes the next start, or its run, try again.</returns>
    private async Task<OperationResult?> MoveAsync(long fileId)
    {
        try
        {
            await moves.FinishAsync([fileId], CancellationToken.None);
            return null;
        }
        catch (IOException e)
        {
            return new OperationResult(false, OperationMessages.Format("LandingStuck", fileId, e.Message));
        }
    }

    private static async Task<long> CreateRunAsync(
        NpgsqlConnection connection, LandingRequest request, ReservedFile file, CancellationToken ct)
    {
        // It follows from the run that had the file before, in whatever version.
        var parent = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            SELECT max(rf.run_id) FROM file f JOIN file old ON old.root_file_id = f.root_file_id JOIN run_file rf ON rf.file_id = old.file_id
             WHERE f.file_id = @FileId
            """,
            file,
            cancellationToken: ct));
        return await ReprocessRun.CreateAsync(
            connection, file.FechaProceso, [(file.FileId, request.FileName)], new RunParameters(), request.User, null, parent, ct);
    }

    private async Task<string?> FindOccupantAsync(NpgsqlConnection connection, string fileName, CancellationToken ct)
    {
        var path = DataFolders.InputPath(fileName);
        var isTaken = FileStat.TryRead(folders.Resolve(path)) is not null || await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM file WHERE (path = @path OR target_path = @path) AND location <> 'gone')",
            new { path },
            cancellationToken: ct));
        return isTaken ? OperationMessages.Format("InputTaken", fileName) : null;
    }
}
