using System.Text.Json;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Staging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>
/// What a merge leaves written besides the rows themselves: error rows, rejected lines, counts and the step's end, all in
/// the merge's transaction. Writing again for the same file replaces what an earlier try wrote.
/// </summary>
internal sealed class MergeJournal(NpgsqlConnection connection, MergeRequest request, int errorLogLimit, CancellationToken ct)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, long> _byType = new(request.Staged.FindingsByType);

    /// <summary>Indices, among the layout's references, of those whose failure rejects the record.</summary>
    public int[] ErrorRules { get; } =
    [
        .. request.Layout.References.Select((rule, index) => (rule, index))
            .Where(r => r.rule.Severity == RuleSeverity.Error).Select(r => r.index),
    ];

    /// <summary>Some record was rejected because its parent is missing: the same file may load better later.</summary>
    public bool HasRejectedReferences { get; private set; }

    /// <summary>Notes what was found in the set as a whole.</summary>
    public async Task CountSetFindingsAsync(long duplicates, long missingParents)
    {
        Add(ErrorType.DuplicateKey, duplicates);
        Add(ErrorType.MissingReference, missingParents);
        HasRejectedReferences = ErrorRules.Length > 0 && await CountAsync(
            "SELECT count(*) FROM rejected_reference WHERE rule_index = ANY(@ErrorRules)") > 0;
    }

    /// <summary>Warnings of the reader and missing parents that do not reject.</summary>
    public async Task<long> CountWarningsAsync() => request.Staged.Warnings + await CountAsync(
        "SELECT count(*) FROM rejected_reference WHERE NOT rule_index = ANY(@ErrorRules)");

    /// <summary>What an operator approved for this file; null when nothing was.</summary>
    public async Task<DeleteHold?> ReadApprovalAsync()
    {
        var approval = await connection.ExecuteScalarAsync<string?>(Command(
            "SELECT approval::text FROM run_file WHERE run_id = @RunId AND file_id = @FileId", request.Claim));
        return approval is null ? null : JsonSerializer.Deserialize<DeleteHold>(approval, Json);
    }

    public async Task WriteAsync(MergeResult result, DeleteHold? hold, MasterState state, long changes)
    {
        await ClearErrorRowsAsync();
        await WriteErrorRowsAsync();
        if (result.ErrorType is { } type)
        {
            await WriteFileErrorAsync(type, result.Message!);
        }

        if (result.Decision is MergeDecision.Applied or MergeDecision.Unchanged)
        {
            await ClearRejectedLinesAsync();
            await ExecuteAsync(
                new MergeSql(request.Layout, request.Tables).InsertRejectedLines, new { request.Claim.FileId, ErrorRules });
        }

        await SaveOutcomeAsync(
            result, hold, state.LastVersion, changes, result.Decision == MergeDecision.Unchanged ? state : null);
    }

    /// <summary>An unchanged file repeats the counts, the error rows and the alert of the load that it equals.</summary>
    public async Task RepeatAsync(MasterState state, MergeCounts counts)
    {
        await ClearErrorRowsAsync();
        await ExecuteAsync(
            """
            INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, file_name, line_number, field, rule, value,
                                   raw_line, message, run_id, file_id)
            SELECT @BusinessDate, error_type, severity, maestra, @FileName, line_number, field, rule, value, raw_line, message,
                   @RunId, @FileId
              FROM error_log
             WHERE run_id = @LastRunId AND file_id = @LastFileId AND line_number IS NOT NULL
             ORDER BY id
            """,
            Repeated(state));
        if (state.FileId != request.Claim.FileId)
        {
            await ClearRejectedLinesAsync();
            await ExecuteAsync(
                """
                INSERT INTO rejected_line (file_id, line_number, key_text)
                SELECT @FileId, line_number, key_text FROM rejected_line WHERE file_id = @LastFileId
                """,
                Repeated(state));
        }

        _byType.Clear();
        foreach (var (type, count) in await ReadFindingsAsync(state))
        {
            _byType[type] = count;
        }

        await SaveOutcomeAsync(
            new MergeResult(MergeDecision.Unchanged, counts), hold: null, state.LastVersion, changes: 0, unchangedOf: state);
    }

    private object Repeated(MasterState state) => new
    {
        request.BusinessDate,
        request.FileName,
        request.Claim.RunId,
        request.Claim.FileId,
        LastRunId = state.RunId,
        LastFileId = state.FileId,
    };

    private async Task<Dictionary<string, long>> ReadFindingsAsync(MasterState state)
    {
        var json = await connection.ExecuteScalarAsync<string?>(Command(
            "SELECT findings_by_type::text FROM run_file WHERE run_id = @RunId AND file_id = @FileId",
            new { state.RunId, state.FileId }));
        return json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, long>>(json)!;
    }

    /// <summary>What an earlier try of this run wrote of the file's content; that the file came late stays.</summary>
    private Task<int> ClearErrorRowsAsync() => ExecuteAsync(
        "DELETE FROM error_log WHERE run_id = @RunId AND file_id = @FileId AND error_type <> @Kept",
        new { request.Claim.RunId, request.Claim.FileId, Kept = ErrorType.LateFile });

    /// <summary>They tell of the file's last load, not of a later try that was not applied.</summary>
    private Task<int> ClearRejectedLinesAsync() => ExecuteAsync(
        "DELETE FROM rejected_line WHERE file_id = @FileId", request.Claim);

    private async Task WriteErrorRowsAsync()
    {
        if (_byType.Count == 0)
        {
            return;
        }

        ErrorRowCollector rows = new(request, errorLogLimit);
        await rows.CollectAsync(connection, ErrorRules, ct);
        await rows.WriteAsync(connection, ct);
    }

    private Task<int> WriteFileErrorAsync(string type, string message) => ExecuteAsync(
        """
        INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, file_name, message, run_id, file_id)
        VALUES (@BusinessDate, @type, 'error', @Maestra, @FileName, @message, @RunId, @FileId)
        """,
        new
        {
            request.BusinessDate,
            type,
            request.Layout.Maestra,
            request.FileName,
            message,
            request.Claim.RunId,
            request.Claim.FileId,
        });

    private async Task SaveOutcomeAsync(
        MergeResult result, DeleteHold? hold, long lastVersion, long changes, MasterState? unchangedOf)
    {
        var counts = result.Counts;
        var held = result.Decision == MergeDecision.Held;
        var rows = await ExecuteAsync(
            """
            UPDATE run_file
               SET outcome = @Outcome, status = CASE WHEN @Held THEN 'held' ELSE status END, hold = @Hold::jsonb, approval = NULL,
                   ended_at = CASE WHEN @Held THEN now() END,
                   lease_owner = CASE WHEN @Held THEN NULL ELSE lease_owner END,
                   -- Not renewed while this transaction had the row locked.
                   lease_until = greatest(lease_until, clock_timestamp() + interval '15 seconds'),
                   read_count = @Read, accepted_count = @Accepted, rejected_count = @Rejected, warning_count = @Warnings,
                   inserted_count = @Inserted, updated_count = @Updated, deleted_count = @Deleted,
                   unchanged_count = @Unchanged, suppressed_deletes = @SuppressedDeletes,
                   findings_by_type = @Findings::jsonb, version_from = @VersionFrom, version_to = @VersionTo,
                   unchanged_of_file_id = @UnchangedOfFile, unchanged_of_run_id = @UnchangedOfRun,
                   alert = @Alert, error_type = @ErrorType, error_message = @Message
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner AND status = 'running'
            """,
            new
            {
                Outcome = Outcome(result.Decision)?.Code(),
                Held = held,
                Hold = hold is null ? null : JsonSerializer.Serialize(hold, Json),
                counts.Read,
                counts.Accepted,
                counts.Rejected,
                counts.Warnings,
                counts.Inserted,
                counts.Updated,
                counts.Deleted,
                counts.Unchanged,
                counts.SuppressedDeletes,
                Findings = JsonSerializer.Serialize(_byType),
                VersionFrom = changes > 0 ? lastVersion : (long?)null,
                VersionTo = changes > 0 ? lastVersion + changes : (long?)null,
                UnchangedOfFile = unchangedOf?.FileId,
                UnchangedOfRun = unchangedOf?.RunId,
                Alert = counts.Read > 0 && counts.Rejected > request.Layout.AlertThreshold * counts.Read,
                result.ErrorType,
                result.Message,
                request.Claim.RunId,
                request.Claim.FileId,
                request.Claim.Attempt,
                request.Claim.Owner,
            });
        if (rows != 1)
        {
            throw new ClaimLostException(request.Claim);
        }

        await ExecuteAsync(
            """
            UPDATE step SET status = @Status, ended_at = clock_timestamp(), error_message = @Message
             WHERE run_id = @RunId AND file_id = @FileId AND step = 'merge'
            """,
            new
            {
                Status = result.Decision switch
                {
                    MergeDecision.Held => StepStatus.Pending.Code(),
                    MergeDecision.Failed => StepStatus.Failed.Code(),
                    _ => StepStatus.Succeeded.Code(),
                },
                result.Message,
                request.Claim.RunId,
                request.Claim.FileId,
            });
    }

    private static FileStatus? Outcome(MergeDecision decision) => decision switch
    {
        MergeDecision.Applied => FileStatus.Loaded,
        MergeDecision.Unchanged => FileStatus.Unchanged,
        MergeDecision.Superseded => FileStatus.Superseded,
        MergeDecision.Failed => FileStatus.Failed,
        MergeDecision.Held => null,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private void Add(string type, long count)
    {
        if (count > 0)
        {
            _byType[type] = _byType.GetValueOrDefault(type) + count;
        }
    }

    private Task<long> CountAsync(string sql) => connection.ExecuteScalarAsync<long>(Command(sql, new { ErrorRules }));

    private Task<int> ExecuteAsync(string sql, object? parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, commandTimeout: 0, cancellationToken: ct);
}
