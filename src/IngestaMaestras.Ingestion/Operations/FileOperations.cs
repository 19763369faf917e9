using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What operators do with files: send back to input, reprocess. Each item answers for itself.</summary>
public sealed class FileOperations(
    HubDatabase hub, DataFolders folders, FileMover mover, ArrivalWatcher arrivals, FileRegistry registry, RunConsolidator consolidator)
{
    /// <summary>Moves a file from <c>error/</c> or <c>processed/</c> back to <c>input/</c>; it keeps its row, date and position.</summary>
    public async Task<OperationResult> SendBackAsync(long fileId, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var file = await ReadAsync(connection, fileId, ct);
        var refusal = Refuse(file, fileId);
        OperationResult result;
        if (refusal is not null)
        {
            result = new OperationResult(false, refusal);
        }
        else
        {
            result = await MoveAsync(file!, ct);
        }

        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "devolver_a_input", user, result.Done ? "succeeded" : "error", new { FileId = fileId, file?.FileName, file?.FechaProceso },
                ErrorMessage: result.Done ? null : result.Message,
                AdditionalInfo: new { Before = file?.Path, After = result.Done ? await ReadPathAsync(connection, fileId, ct) : file?.Path }),
            ct);
        return result;
    }

    /// <summary>
    /// Sends failed files back and runs them again, one new run per business date, linked to the old one. A corrected
    /// file that lies in input under the same name is taken instead, and the old one stays where it is.
    /// </summary>
    public async Task<IReadOnlyList<OperationResult>> ReprocessAsync(IReadOnlyList<long> fileIds, string user, string? reason, CancellationToken ct)
    {
        // A correction that was dropped into input needs a row before it can be named.
        await registry.RegisterAsync(await arrivals.SettleAsync(ct), ct);
        List<OperationResult> results = [];
        List<FileRow> ready = [];
        foreach (var fileId in fileIds)
        {
            await using var connection = await hub.OpenAsync(ct);
            var file = await ReadAsync(connection, fileId, ct);
            if (file is not null && await FindCorrectionAsync(connection, file, ct) is { } correction)
            {
                // No run has had the correction yet: its run follows from the one that failed.
                correction.LastRunId ??= file.LastRunId;
                ready.Add(correction);
            }
            else if (file is { Location: "input", IsActive: false })
            {
                ready.Add(file);
            }
            else
            {
                var sent = await SendBackAsync(fileId, user, ct);
                if (sent.Done)
                {
                    ready.Add(file!);
                }
                else
                {
                    results.Add(sent);
                }
            }
        }

        foreach (var date in ready.GroupBy(f => f.FechaProceso).OrderBy(g => g.Key))
        {
            results.Add(await CreateRunAsync(date.Key, [.. date], user, reason, ct));
        }

        await consolidator.EnqueueNextAsync(ct);
        return results;
    }

    private async Task<OperationResult> CreateRunAsync(
        DateOnly date, IReadOnlyList<FileRow> files, string user, string? reason, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var parent = files.Select(f => f.LastRunId).Max();
        var runId = await RunStore.CreateAsync(
            connection, date, RunTrigger.Reprocess, user, new RunParameters { FileIds = [.. files.Select(f => f.FileId)] }, parent, reason, ct);
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "reprocesar", user, "queued", new { FechaProceso = date, Files = files.Select(f => f.FileName) }, new { RunId = runId },
                AdditionalInfo: new { Reason = reason, ParentRunId = parent }),
            ct);
        await transaction.CommitAsync(ct);
        return new OperationResult(true, OperationMessages.Format("Reprocessing", files.Count, date, runId), runId);
    }

    private async Task<OperationResult> MoveAsync(FileRow file, CancellationToken ct)
    {
        try
        {
            var path = await mover.ToInputAsync(file.FileId, ct);
            return new OperationResult(true, OperationMessages.Format("SentBack", file.FileName, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DataFolderException)
        {
            return new OperationResult(false, e.Message);
        }
    }

    private string? Refuse(FileRow? file, long fileId) => file switch
    {
        null => OperationMessages.Format("UnknownFile", fileId),
        { IsActive: true } => OperationMessages.Format("FileActive", file.FileName, file.LastRunId),
        { Location: "input" } => OperationMessages.Format("AlreadyInInput", file.FileName),
        // In work, when its run failed for a fault that was not the file's.
        { Location: not ("error" or "processed" or "work") } => OperationMessages.Format("NotArchived", file.FileName, file.Path),
        _ when FileStat.TryRead(folders.Resolve(file.Path)) is null && file.TargetPath is null =>
            OperationMessages.Format("FileVanished", file.FileName, file.Path),
        _ => null,
    };

    private static Task<FileRow?> ReadAsync(NpgsqlConnection connection, long fileId, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<FileRow>(new CommandDefinition(
            $"SELECT {FileRow.Columns} FROM file f WHERE f.file_id = @fileId", new { fileId }, cancellationToken: ct));

    private static Task<FileRow?> FindCorrectionAsync(NpgsqlConnection connection, FileRow file, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<FileRow>(new CommandDefinition(
            $"""
            SELECT {FileRow.Columns} FROM file f
             WHERE {FileSql.IsWaiting("f")} AND f.root_file_id = @RootFileId AND f.file_id > @FileId AND f.origin_file_id IS NULL
             ORDER BY f.file_id DESC
            """,
            file,
            cancellationToken: ct));

    private static Task<string?> ReadPathAsync(NpgsqlConnection connection, long fileId, CancellationToken ct) =>
        connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT path FROM file WHERE file_id = @fileId", new { fileId }, cancellationToken: ct));

    private sealed class FileRow
    {
        public const string Columns =
            """
            f.file_id, f.root_file_id, f.file_name, f.fecha_proceso, f.path, f.target_path, f.location, f.run_id AS last_run_id,
            EXISTS (SELECT 1 FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held')) AS is_active
            """;

        public long FileId { get; set; }

        public long RootFileId { get; set; }

        public string FileName { get; set; } = "";

        public DateOnly FechaProceso { get; set; }

        public string Path { get; set; } = "";

        public string? TargetPath { get; set; }

        public string Location { get; set; } = "";

        public long? LastRunId { get; set; }

        public bool IsActive { get; set; }
    }
}
