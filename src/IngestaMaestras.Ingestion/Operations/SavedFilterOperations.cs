using System.Globalization;
using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Keeps and forgets filters of lists. What others see of it is written to <c>audit_log</c>.</summary>
public sealed class SavedFilterOperations(HubDatabase hub)
{
    public const int MaxName = 60;
    public const int MaxQuery = 2_000;

    /// <summary>Filters of one person for one list.</summary>
    public const int MaxOwn = 50;

    /// <summary>Keeps a filter; one of the same name, list and owner gives way to it.</summary>
    /// <param name="query">Nothing but what the list understands: the caller has seen to that.</param>
    public async Task<OperationResult> SaveAsync(
        string page, string? name, string query, bool shared, string user, CancellationToken ct)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > MaxName || name.Any(IsUnseen))
        {
            return new OperationResult(false, OperationMessages.Format("FilterName", MaxName));
        }

        if (query.Length is 0 or > MaxQuery)
        {
            return new OperationResult(false, OperationMessages.Format(query.Length == 0 ? "FilterEmpty" : "FilterTooLong"));
        }

        await using var connection = await hub.OpenAsync(ct);
        var saved = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO saved_filter (page, name, query, owner, shared)
            SELECT @page, @name, @query, @user, @shared
             WHERE EXISTS (SELECT 1 FROM saved_filter WHERE owner = @user AND page = @page AND name = @name)
                OR (SELECT count(*) FROM saved_filter WHERE owner = @user AND page = @page) < @MaxOwn
            ON CONFLICT (owner, page, name) DO UPDATE SET query = excluded.query, shared = excluded.shared, created_at = now()
            """,
            new { page, name, query, user, shared, MaxOwn },
            cancellationToken: ct));
        if (saved == 0)
        {
            return new OperationResult(false, OperationMessages.Format("FilterTooMany", MaxOwn));
        }

        if (shared)
        {
            await AuditLog.WriteAsync(
                connection, new AuditEntry("guardar_filtro", user, "succeeded", new { Page = page, Name = name, Query = query }), ct);
        }

        return new OperationResult(true, OperationMessages.Format(shared ? "FilterShared" : "FilterSaved", name));
    }

    /// <summary>Forgets a filter of somebody's own.</summary>
    public async Task<OperationResult> DeleteAsync(long id, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var deleted = await connection.QuerySingleOrDefaultAsync<(string Page, string Name, bool Shared)?>(new CommandDefinition(
            "DELETE FROM saved_filter WHERE id = @id AND owner = @user RETURNING page, name, shared",
            new { id, user },
            cancellationToken: ct));
        if (deleted is not { } filter)
        {
            return new OperationResult(false, OperationMessages.Format("FilterNotYours"));
        }

        if (filter.Shared)
        {
            await AuditLog.WriteAsync(
                connection, new AuditEntry("borrar_filtro", user, "succeeded", new { filter.Page, filter.Name }), ct);
        }

        return new OperationResult(true, OperationMessages.Format("FilterDeleted", filter.Name));
    }

    /// <summary>Characters that would hide a name, or turn the text around it.</summary>
    private static bool IsUnseen(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
