using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>The steps of one file in order: claim, stage, merge, archive. Each may be repeated at any time.</summary>
public sealed class FileSteps(
    HubDatabase hub,
    DataFolders folders,
    Func<LayoutSet> layouts,
    FileMover mover,
    FileClaims claims,
    StepLog log,
    StagingStep staging,
    FileMerger merger,
    ArchiveStep archive,
    ILogger<FileSteps> logger)
{
    /// <summary>Layout changed, staging lost, staging skipped and needed after all: each may happen once, not for ever.</summary>
    private const int MaxStagings = 4;

    public async Task<FileJobResult> ExecuteAsync(FileClaim claim, CancellationToken ct)
    {
        var file = await ReadAsync(claim, ct);
        if (file.Outcome is null)
        {
            var fault = await ProcessAsync(file, claim, ct);
            if (fault is not null)
            {
                await RecordFaultAsync(file, claim, fault, setOutcome: true, ct);
            }

            file = await ReadAsync(claim, ct);
            if (file.Status == FileStatus.Held.Code())
            {
                return new FileJobResult(true, FileStatus.Held, file.ErrorType, file.ErrorMessage);
            }
        }

        return await ArchiveAsync(file, claim, ct);
    }

    /// <summary>An operator cancelled the run: a file that is not merged goes back to input, a merged one is finished.</summary>
    public async Task<FileJobResult> CancelAsync(FileClaim claim, CancellationToken ct)
    {
        var file = await ReadAsync(claim, ct);
        if (file.Outcome is not null)
        {
            return await ArchiveAsync(file, claim, ct);
        }

        await mover.ToInputAsync(claim.FileId, ct);
        await staging.DropAsync(claim, ct);
        await claims.EndAsync(file, claim, FileStatus.Cancelled, ct);
        return new FileJobResult(true, FileStatus.Cancelled);
    }

    /// <summary>
    /// A fault that is not the file's own ended the work, and trying again did not help: the file fails where it lies, and
    /// a retry goes on from there.
    /// </summary>
    public async Task<FileJobResult> FailAsync(FileClaim claim, Exception cause, CancellationToken ct)
    {
        var file = await ReadAsync(claim, ct);
        var fault = cause is NpgsqlException
            ? new FileFault(
                ErrorType.Postgres,
                HubMessages.Format(SqlStates.IsTransient(cause) ? "PostgresError" : "PostgresRefusal", file.FileName, cause.Message))
            : new FileFault(ErrorType.FileSystem, HubMessages.Format("FileError", file.FileName, cause.Message));
        await RecordFaultAsync(file, claim, fault, setOutcome: false, ct);
        await staging.DropAsync(claim, ct);
        await claims.EndAsync(file, claim, FileStatus.Failed, ct);
        return new FileJobResult(true, FileStatus.Failed, fault.ErrorType, fault.Message);
    }

    private async Task<FileFault?> ProcessAsync(RunFileRow file, FileClaim claim, CancellationToken ct)
    {
        try
        {
            var path = await ClaimAsync(file, claim, ct);
            if (FindLayout(file) is not { Layout: { } layout } found)
            {
                return FindLayout(file).Fault;
            }

            return FileStat.TryRead(folders.Resolve(path)) is { Size: 0 }
                ? new FileFault(ErrorType.EmptyFile, HubMessages.Format("EmptyFile", file.FileName))
                : await StageAndMergeAsync(file, claim, found.Layout, folders.Resolve(path), ct);
        }
        catch (HubTableException e)
        {
            return new FileFault(ErrorType.InvalidLayout, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !SqlStates.IsTransient(e))
        {
            return new FileFault(ErrorType.FileSystem, HubMessages.Format("FileError", file.FileName, e.Message));
        }
    }

    private async Task<string> ClaimAsync(RunFileRow file, FileClaim claim, CancellationToken ct)
    {
        using var scope = logger.BeginStep(StepName.Claim);
        await log.BeginAsync(claim, StepName.Claim, ct);
        var path = await mover.ToWorkAsync(claim.FileId, claim.RunId, ct);
        await log.EndAsync(claim, StepName.Claim, StepStatus.Succeeded, new { Path = path }, null, ct);
        logger.LogInformation("{FileName}: tomado en {Path} (intento {Attempt})", file.FileName, path, claim.Attempt);
        return path;
    }

    private async Task<FileFault?> StageAndMergeAsync(
        RunFileRow file, FileClaim claim, Layout layout, string path, CancellationToken ct)
    {
        var parameters = AuditLog.FromJson<RunParameters>(file.Parameters) ?? new RunParameters();
        var mayStayUnstaged = !parameters.Force && !parameters.Rollback;
        for (var round = 0; round < MaxStagings; round++)
        {
            var staged = await staging.ExecuteAsync(file, claim, layout, path, mayStayUnstaged && round == 0, again: round > 0, ct);
            var origins = await staging.ReadOriginsAsync(file, ct);
            var result = await MergeAsync(
                new MergeRequest(
                    layout, staged, claim, file.FechaProceso, file.ChainOrder, file.FileName, path, origins,
                    parameters.Force, parameters.Rollback),
                ct);
            if (result.Decision != MergeDecision.StageAgain)
            {
                return null;
            }

            layout = layouts().Find(layout.Maestra) ?? layout;
        }

        return new FileFault(ErrorType.InvalidLayout, HubMessages.Format("StagingLost", file.FileName, MaxStagings));
    }

    private async Task<MergeResult> MergeAsync(MergeRequest request, CancellationToken ct)
    {
        using var scope = logger.BeginStep(StepName.Merge);
        await log.BeginAsync(request.Claim, StepName.Merge, ct);
        logger.LogInformation("{FileName}: se compara con {Table}", request.FileName, request.Layout.Table);
        var result = await merger.MergeAsync(request, ct);
        var counts = result.Counts;
        switch (result.Decision)
        {
            case MergeDecision.Applied:
                logger.LogInformation(
                    "{FileName}: {Inserted} insertados, {Updated} actualizados, {Deleted} borrados, {Unchanged} iguales, {Rejected} rechazados",
                    request.FileName, counts.Inserted, counts.Updated, counts.Deleted, counts.Unchanged, counts.Rejected);
                break;
            case MergeDecision.Held or MergeDecision.Failed or MergeDecision.Superseded:
                logger.LogWarning("{FileName}: {Decision}: {Reason}", request.FileName, Word(result.Decision), result.Message);
                break;
            default:
                logger.LogInformation("{FileName}: {Decision}", request.FileName, Word(result.Decision));
                break;
        }

        return result;
    }

    private static string Word(MergeDecision decision) => decision switch
    {
        MergeDecision.Applied => "aplicado",
        MergeDecision.Unchanged => "sin cambios respecto de la última carga",
        MergeDecision.Superseded => "cubierto por una fecha posterior",
        MergeDecision.Held => "retenido",
        MergeDecision.Failed => "no aceptado",
        MergeDecision.AlreadyMerged => "ya estaba cargado por un intento anterior",
        MergeDecision.StageAgain => "hay que prepararlo de nuevo",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private (Layout? Layout, FileFault? Fault) FindLayout(RunFileRow file)
    {
        var match = FileNameMatcher.Match(file.FileName, layouts());
        return match.Outcome switch
        {
            FileNameOutcome.WrongExtension => (null, new FileFault(
                ErrorType.InvalidExtension, HubMessages.Format("InvalidExtension", file.FileName))),
            FileNameOutcome.Unknown when file.Maestra is { } maestra => (null, new FileFault(
                ErrorType.InvalidLayout, HubMessages.Format("LayoutGone", maestra))),
            FileNameOutcome.Unknown => (null, new FileFault(
                ErrorType.UnknownFile,
                HubMessages.Format("UnknownFile", file.FileName, string.Join(", ", layouts().All.Select(l => l.Maestra))))),
            FileNameOutcome.Matched when match.IsRejects && file.OriginFileId is null => (null, new FileFault(
                ErrorType.UnknownFile, HubMessages.Format("OrphanRejects", file.FileName))),
            FileNameOutcome.Matched => (match.Layout, null),
            _ => throw new InvalidOperationException($"FileNameOutcome {match.Outcome}"),
        };
    }

    private async Task<FileJobResult> ArchiveAsync(RunFileRow file, FileClaim claim, CancellationToken ct)
    {
        var outcome = StateCodes.ToFileStatus(file.Outcome!);
        using var scope = logger.BeginStep(StepName.Archive);
        try
        {
            await log.BeginAsync(claim, StepName.Archive, ct);
            var path = await archive.ExecuteAsync(file, claim, outcome, ct);
            await log.EndAsync(claim, StepName.Archive, StepStatus.Succeeded, new { Path = path }, null, ct);
            logger.LogInformation("{FileName}: archivado en {Path}", file.FileName, path);
        }
        catch (FileMissingException) when (outcome == FileStatus.Failed && file.ErrorType == ErrorType.FileSystem)
        {
            // Nothing to move: that the file vanished is why it failed.
            await log.EndAsync(claim, StepName.Archive, StepStatus.Skipped, null, file.ErrorMessage, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !SqlStates.IsTransient(e))
        {
            var message = HubMessages.Format("FileError", file.FileName, e.Message);
            await log.EndAsync(claim, StepName.Archive, StepStatus.Failed, null, message, ct);
            await RecordErrorAsync(file, claim, ErrorType.FileSystem, message, setOutcome: false, ct);
            await claims.EndAsync(file, claim, FileStatus.Failed, ct);
            return new FileJobResult(true, FileStatus.Failed, ErrorType.FileSystem, message);
        }

        await staging.DropAsync(claim, ct);
        await claims.EndAsync(file, claim, outcome, ct);
        return new FileJobResult(true, outcome, file.ErrorType, file.ErrorMessage);
    }

    private async Task RecordFaultAsync(RunFileRow file, FileClaim claim, FileFault fault, bool setOutcome, CancellationToken ct)
    {
        await RecordErrorAsync(file, claim, fault.ErrorType, fault.Message, setOutcome, ct);
        await using var connection = await hub.OpenAsync(ct);
        var failed = await connection.QueryAsync<string>(new CommandDefinition(
            """
            UPDATE step SET status = 'failed', ended_at = clock_timestamp(), error_message = @Message
             WHERE run_id = @RunId AND file_id = @FileId AND status = 'running' RETURNING step
            """,
            new { claim.RunId, claim.FileId, fault.Message },
            cancellationToken: ct));
        foreach (var step in failed)
        {
            using var scope = logger.BeginScope(new Dictionary<string, object?> { [LogScopes.Step] = step });
            logger.LogError("{FileName}: {ErrorType}: {Reason}", file.FileName, fault.ErrorType, fault.Message);
        }
    }

    private async Task RecordErrorAsync(
        RunFileRow file, FileClaim claim, string errorType, string message, bool setOutcome, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE run_file
               SET error_type = @errorType, error_message = @message, outcome = CASE WHEN @setOutcome THEN 'failed' ELSE outcome END
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner AND status = 'running'
            """,
            new { claim.RunId, claim.FileId, claim.Attempt, claim.Owner, errorType, message, setOutcome },
            cancellationToken: ct));
        if (rows != 1)
        {
            throw new ClaimLostException(claim);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM error_log WHERE run_id = @RunId AND file_id = @FileId AND line_number IS NULL AND error_type = @errorType;
            INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, file_name, message, run_id, file_id)
            VALUES (@FechaProceso, @errorType, 'error', @Maestra, @FileName, @message, @RunId, @FileId)
            """,
            new { file.FechaProceso, errorType, file.Maestra, file.FileName, message, claim.RunId, claim.FileId },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    private async Task<RunFileRow> ReadAsync(FileClaim claim, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RunFileRow>(new CommandDefinition(
            """
            SELECT rf.run_id, rf.file_id, rf.attempt, rf.status, rf.outcome, rf.error_type, rf.error_message, f.maestra, f.file_name,
                   f.fecha_proceso, f.chain_order, f.origin_file_id, f.root_file_id, f.path, r.parameters::text AS parameters,
                   r.requested_by, r.trigger
              FROM run_file rf JOIN file f USING (file_id) JOIN run r ON r.run_id = rf.run_id
             WHERE rf.run_id = @RunId AND rf.file_id = @FileId AND rf.attempt = @Attempt
               AND (rf.lease_owner = @Owner OR rf.status = 'held')
            """,
            claim,
            cancellationToken: ct)) ?? throw new ClaimLostException(claim);
    }
}
