using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>The rows of <c>step</c>: what each stage of a file came to, and what a successor needs to go on from it.</summary>
public sealed class StepLog(HubDatabase hub)
{
    /// <summary>The detail of a step that succeeded; null when it has not.</summary>
    public async Task<T?> ReadSucceededAsync<T>(FileClaim claim, StepName step, CancellationToken ct)
        where T : class
    {
        await using var connection = await hub.OpenAsync(ct);
        var detail = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            """
            SELECT detail::text FROM step
             WHERE run_id = @RunId AND file_id = @FileId AND step = @Step AND status = 'succeeded'
            """,
            Parameters(claim, step),
            cancellationToken: ct));
        return AuditLog.FromJson<T>(detail);
    }

    /// <exception cref="ClaimLostException">The file is another attempt's.</exception>
    public async Task BeginAsync(FileClaim claim, StepName step, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO step (run_id, file_id, step, status, attempts, started_at)
            SELECT run_id, file_id, @Step, 'running', 1, clock_timestamp() FROM run_file
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner AND status = 'running'
            ON CONFLICT (run_id, file_id, step) DO UPDATE
               SET status = 'running', attempts = step.attempts + 1, started_at = clock_timestamp(), ended_at = NULL,
                   next_attempt_at = NULL, error_message = NULL
            """,
            Parameters(claim, step),
            cancellationToken: ct));
        ThrowIfLost(rows, claim);
    }

    /// <exception cref="ClaimLostException">The file is another attempt's.</exception>
    public async Task EndAsync(FileClaim claim, StepName step, StepStatus status, object? detail, string? error, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE step s
               SET status = @Status, ended_at = clock_timestamp(), detail = coalesce(@Detail::jsonb, detail), error_message = @Error
              FROM run_file f
             WHERE s.run_id = @RunId AND s.file_id = @FileId AND s.step = @Step
               AND f.run_id = s.run_id AND f.file_id = s.file_id AND f.attempt = @Attempt AND f.lease_owner = @Owner
            """,
            new
            {
                claim.RunId,
                claim.FileId,
                claim.Attempt,
                claim.Owner,
                Step = step.Code(),
                Status = status.Code(),
                Detail = AuditLog.ToJson(detail),
                Error = error,
            },
            cancellationToken: ct));
        ThrowIfLost(rows, claim);
    }

    private static object Parameters(FileClaim claim, StepName step) =>
        new { claim.RunId, claim.FileId, claim.Attempt, claim.Owner, Step = step.Code() };

    private static void ThrowIfLost(int rows, FileClaim claim)
    {
        if (rows != 1)
        {
            throw new ClaimLostException(claim);
        }
    }
}
