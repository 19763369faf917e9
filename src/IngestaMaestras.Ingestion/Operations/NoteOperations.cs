using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What people write about runs and dates: remarks, tickets, root causes. Nothing is ever changed or taken back, only added to.</summary>
public sealed class NoteOperations(HubDatabase hub)
{
    public const int MaxNote = 2_000;
    public const int MaxUrl = 500;

    /// <summary>Notes of one run that are shown; nobody has that many.</summary>
    private const int MaxShown = 100;

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<RunNote>> ListAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<RunNote>(new CommandDefinition(
            """
            SELECT note_id, note, ticket_url, root_cause, written_by, written_at FROM run_note
             WHERE run_id = @runId ORDER BY note_id DESC LIMIT @MaxShown
            """,
            new { runId, MaxShown },
            cancellationToken: ct))];
    }

    /// <param name="ticketUrl">An address of http or https, or null.</param>
    public async Task<OperationResult> AddAsync(
        long runId, string? note, string? ticketUrl, string? rootCause, string user, CancellationToken ct)
    {
        if (Refuse(note, ticketUrl, rootCause) is { } refusal)
        {
            return refusal;
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var id = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            INSERT INTO run_note (run_id, note, ticket_url, root_cause, written_by)
            SELECT run_id, @note, @ticketUrl, @rootCause, @user FROM run WHERE run_id = @runId RETURNING note_id
            """,
            new { runId, note, ticketUrl, rootCause, user },
            cancellationToken: ct));
        if (id is null)
        {
            return new OperationResult(false, OperationMessages.Format("UnknownRun", runId));
        }

        await AuditLog.WriteAsync(
            connection,
            new AuditEntry("anotar_ejecucion", user, "succeeded", new { RunId = runId }, new { NoteId = id, note, ticketUrl, rootCause }),
            ct);
        await transaction.CommitAsync(ct);
        return new OperationResult(true, OperationMessages.Format("NoteAdded", runId));
    }

    /// <summary>What was written about a date, the latest first.</summary>
    public async Task<IReadOnlyList<RunNote>> ListAsync(DateOnly date, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<RunNote>(new CommandDefinition(
            """
            SELECT note_id, note, ticket_url, root_cause, written_by, written_at FROM date_note
             WHERE fecha_proceso = @date ORDER BY note_id DESC LIMIT @MaxShown
            """,
            new { date, MaxShown },
            cancellationToken: ct))];
    }

    /// <summary>An incident of a date, with its ticket and its root cause as far as they are known.</summary>
    public async Task<OperationResult> AddAsync(
        DateOnly date, string? note, string? ticketUrl, string? rootCause, string user, CancellationToken ct)
    {
        if (Refuse(note, ticketUrl, rootCause) is { } refusal)
        {
            return refusal;
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var id = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            INSERT INTO date_note (fecha_proceso, note, ticket_url, root_cause, written_by)
            VALUES (@date, @note, @ticketUrl, @rootCause, @user) RETURNING note_id
            """,
            new { date, note, ticketUrl, rootCause, user },
            cancellationToken: ct));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry("anotar_fecha", user, "succeeded", new { FechaProceso = date }, new { NoteId = id, note, ticketUrl, rootCause }),
            ct);
        await transaction.CommitAsync(ct);
        return new OperationResult(true, OperationMessages.Format("DateNoteAdded", date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static OperationResult? Refuse(string? note, string? ticketUrl, string? rootCause)
    {
        var problem = (note ?? ticketUrl ?? rootCause) is null ? "NoteEmpty"
            : ticketUrl is not null && !IsTicket(ticketUrl) ? "NoteTicket"
            : note?.Length > MaxNote || rootCause?.Length > MaxNote ? "NoteTooLong"
            : null;
        return problem is null ? null : new OperationResult(false, OperationMessages.Format(problem, MaxNote));
    }

    /// <summary>What may stand behind a link: never script, never a file.</summary>
    private static bool IsTicket(string text) => text.Length <= MaxUrl
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
