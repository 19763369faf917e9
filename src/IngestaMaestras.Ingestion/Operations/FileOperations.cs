using Dapper;
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
    /// <summary>Moves a file from <c>error/</c>, <c>processed/</c> or an archive back to <c>input/</c>; it keeps its row, date and position.</summary>
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

    /// <summary>The same, but a file that lies in input already is where it was to go.</summary>
    internal async Task<OperationResult> EnsureInInputAsync(long fileId, string user, CancellationToken ct)
    {
        await using (var connection = await hub.OpenAsync(ct))
        {
            if (await ReadAsync(connection, fileId, ct) is { Location: "input" } there)
            {
                return new OperationResult(true, OperationMessages.Format("AlreadyInInput", there.FileName));
            }
        }

        return await SendBackAsync(fileId, user, ct);
    }

    /// <summary>
    /// Sends failed files back and runs them again, one new run per business date, linked to the old one. A corrected
    /// file that lies in input under the same name is taken instead, and the old one stays where it is.
    /// </summary>
    public async Task<IReadOnlyList<OperationResult>> ReprocessAsync(IReadOnlyList<long> fileIds, string user, string? reason, CancellationToken ct)
    {
        List<OperationResult> results = [];
        List<ReadyFile> ready = [];
        foreach (var (file, refusal) in await PrepareAsync(fileIds, user, ct))
        {
            if (refusal is null)
            {
                ready.Add(file!);
            }
            else
            {
                results.Add(refusal);
            }
        }

        foreach (var date in ready.GroupBy(f => f.FechaProceso).OrderBy(g => g.Key))
        {
            var (created, refused) = await CreateRunAsync(date.Key, [.. date], new RunParameters(), user, reason, null, ct);
            results.AddRange(refused.Select(r => r.Refusal));
            if (created is not null)
            {
                results.Add(created);
            }
        }

        await consolidator.EnqueueNextAsync(ct);
        return results;
    }

    /// <summary>
    /// Brings files to where a run takes them from: back to input, unless they, or a correction of them, lie there already.
    /// Doing it again changes nothing.
    /// </summary>
    /// <returns>In the order of the ids: the file that a run has to be given, or why there is none.</returns>
    internal async Task<IReadOnlyList<(ReadyFile? File, OperationResult? Refusal)>> PrepareAsync(
        IReadOnlyList<long> fileIds, string user, CancellationToken ct)
    {
        // A correction that was dropped into input needs a row before it can be named.
        await registry.RegisterAsync(await arrivals.SettleAsync(ct), ct);
        List<(ReadyFile?, OperationResult?)> prepared = [];
        foreach (var fileId in fileIds)
        {
            await using var connection = await hub.OpenAsync(ct);
            var file = await ReadAsync(connection, fileId, ct);
            if (file is not null && await FindCorrectionAsync(connection, file, ct) is { } correction)
            {
                // No run has had the correction yet: its run follows from the one that failed.
                prepared.Add((new ReadyFile(fileId, correction.FileId, correction.FileName, correction.FechaProceso, correction.LastRunId ?? file.LastRunId), null));
            }
            else if (file is { Location: "input", IsActive: false })
            {
                prepared.Add((ReadyFile.Of(fileId, file.FileName, file.FechaProceso, file.LastRunId), null));
            }
            else
            {
                var sent = await SendBackAsync(fileId, user, ct);
                prepared.Add(sent.Done ? (ReadyFile.Of(fileId, file!.FileName, file.FechaProceso, file.LastRunId), null) : (null, sent));
            }
        }

        return prepared;
    }

    /// <summary>
    /// Creates the run of prepared files of one date. A file that somebody else has asked for meanwhile is left to that run:
    /// of two people who press the same button one acts and the other is told.
    /// </summary>
    /// <param name="parameters">Further parameters; the files are added.</param>
    /// <param name="alongside">What has to be written together with the run, in its transaction.</param>
    /// <returns>Null when no file was left.</returns>
    internal async Task<(OperationResult? Created, IReadOnlyList<(ReadyFile File, OperationResult Refusal)> Refused)> CreateRunAsync(
        DateOnly date, IReadOnlyList<ReadyFile> files, RunParameters parameters, string user, string? reason,
        Func<NpgsqlConnection, long, IReadOnlyList<ReadyFile>, Task>? alongside, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var asked = await FindAskedAsync(connection, [.. files.Select(f => f.FileId)], ct);
        ReadyFile[] free = [.. files.Where(f => !asked.ContainsKey(f.FileId)).DistinctBy(f => f.FileId)];
        List<(ReadyFile, OperationResult)> refused =
        [
            .. files.Where(f => asked.ContainsKey(f.FileId)).Select(f => (f, new OperationResult(
                false, OperationMessages.Format("AlreadyAsked", f.FileName, asked[f.FileId].RunId, asked[f.FileId].By), asked[f.FileId].RunId))),
        ];
        if (free.Length == 0)
        {
            return (null, refused);
        }

        var parent = free.Select(f => f.LastRunId).Max();
        var runId = await ReprocessRun.CreateAsync(
            connection, date, [.. free.Select(f => (f.FileId, f.FileName))], parameters, user, reason, parent, ct);
        if (alongside is not null)
        {
            await alongside(connection, runId, free);
        }

        await transaction.CommitAsync(ct);
        return (new OperationResult(true, OperationMessages.Format("Reprocessing", free.Length, date, runId), runId), refused);
    }

    /// <summary>Files that a run has, or was made for and has not looked for yet. Their rows are locked, so that two do not ask at once.</summary>
    private static async Task<IReadOnlyDictionary<long, (long RunId, string By)>> FindAskedAsync(
        NpgsqlConnection connection, long[] fileIds, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT 1 FROM file WHERE file_id = ANY(@fileIds) ORDER BY file_id FOR UPDATE", new { fileIds }, cancellationToken: ct));
        var asked = await connection.QueryAsync<(long FileId, long RunId, string By)>(new CommandDefinition(
            """
            SELECT x.file_id::bigint, r.run_id, r.requested_by
              FROM run r CROSS JOIN LATERAL jsonb_array_elements_text(
                    CASE jsonb_typeof(r.parameters -> 'file_ids') WHEN 'array' THEN r.parameters -> 'file_ids' ELSE '[]' END) AS x (file_id)
             WHERE (r.status = 'queued' OR (r.status = 'running' AND r.discovered_at IS NULL)) AND x.file_id::bigint = ANY(@fileIds)
            UNION ALL
            SELECT a.file_id, a.run_id, r.requested_by FROM run_file a JOIN run r USING (run_id)
             WHERE a.file_id = ANY(@fileIds) AND a.status IN ('pending', 'running', 'held')
            """,
            new { fileIds },
            cancellationToken: ct));
        return asked.GroupBy(a => a.FileId).ToDictionary(g => g.Key, g => (g.First().RunId, g.First().By));
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
        { Location: not ("error" or "processed" or "work" or "archived") } => OperationMessages.Format("NotArchived", file.FileName, file.Path),
        _ when !folders.Exists(file.Path) && file.TargetPath is null =>
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
