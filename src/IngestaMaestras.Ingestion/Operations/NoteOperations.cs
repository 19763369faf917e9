using System.Globalization;
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

    /// <summary>Notes of one run or date that are shown; nobody has that many.</summary>
    private const int MaxShown = 100;

    /// <summary>What was written about a run, the latest first.</summary>
    public Task<IReadOnlyList<RunNote>> ListAsync(long runId, CancellationToken ct) => ListAsync("run_note", "run_id", runId, ct);

    /// <summary>What was written about a date, the latest first.</summary>
    public Task<IReadOnlyList<RunNote>> ListAsync(DateOnly date, CancellationToken ct) => ListAsync("date_note", "fecha_proceso", date, ct);

    /// <param name="ticketUrl">An address of http or https, or null.</param>
    public Task<OperationResult> AddAsync(long runId, string? note, string? ticketUrl, string? rootCause, string user, CancellationToken ct) =>
        AddAsync(
            """
            INSERT INTO run_note (run_id, note, ticket_url, root_cause, written_by)
            SELECT run_id, @note, @ticketUrl, @rootCause, @user FROM run WHERE run_id = @subject RETURNING note_id
            """,
            runId, note, ticketUrl, rootCause, user, "anotar_ejecucion", new { RunId = runId },
            OperationMessages.Format("NoteAdded", runId), OperationMessages.Format("UnknownRun", runId), ct);

    /// <summary>An incident of a date, with its ticket and its root cause as far as they are known.</summary>
    public Task<OperationResult> AddAsync(DateOnly date, string? note, string? ticketUrl, string? rootCause, string user, CancellationToken ct) =>
        AddAsync(
            """
            INSERT INTO date_note (fecha_proceso, note, ticket_url, root_cause, written_by)
            VALUES (@subject, @note, @ticketUrl, @rootCause, @user) RETURNING note_id
            """,
            date, note, ticketUrl, rootCause, user, "anotar_fecha", new { FechaProceso = date },
            OperationMessages.Format("DateNoteAdded", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), unknown: null, ct);

    private async Task<IReadOnlyList<RunNote>> ListAsync<T>(string table, string column, T subject, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<RunNote>(new CommandDefinition(
            $"""
            SELECT note_id, note, ticket_url, root_cause, written_by, written_at FROM {table}
             WHERE {column} = @subject ORDER BY note_id DESC LIMIT @MaxShown
            """,
            new { subject, MaxShown },
            cancellationToken: ct))];
    }

    /// <param name="unknown">What is said when the insert finds nothing to write about; null: there always is.</param>
    private async Task<OperationResult> AddAsync<T>(
        string insert, T subject, string? note, string? ticketUrl, string? rootCause, string user, string action, object audited,
        string done, string? unknown, CancellationToken ct)
    {
        if (Refuse(note, ticketUrl, rootCause) is { } refusal)
        {
            return refusal;
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var id = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            insert, new { subject, note, ticketUrl, rootCause, user }, cancellationToken: ct));
        if (id is null)
        {
            return new OperationResult(false, unknown!);
        }

        await AuditLog.WriteAsync(
            connection, new AuditEntry(action, user, "succeeded", audited, new { NoteId = id, note, ticketUrl, rootCause }), ct);
        await transaction.CommitAsync(ct);
        return new OperationResult(true, done);
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
