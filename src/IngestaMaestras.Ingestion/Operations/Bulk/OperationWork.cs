using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>An operation that this worker holds, and its items.</summary>
public sealed class OperationWork(OperationRow operation, IReadOnlyList<OperationItem> items, OperationStore store)
{
    public OperationRow Operation => operation;

    public IReadOnlyList<OperationItem> Items => items;

    /// <summary>The items that come next: those of the first group that has not ended; empty when all have.</summary>
    public IReadOnlyList<OperationItem> Next => items.Where(i => !i.IsEnded).Select(i => (int?)i.GroupNo).Min() is { } group
        ? [.. items.Where(i => i.GroupNo == group && !i.IsEnded)]
        : [];

    /// <summary>Writes how an item stands, on a connection of its own.</summary>
    public async Task SaveAsync(OperationItem item, ItemStatus status, string? message, CancellationToken ct)
    {
        await using var connection = await store.OpenAsync(ct);
        await SaveAsync(connection, item, status, message, ct);
    }

    /// <summary>The same within the caller's transaction.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, OperationItem item, ItemStatus status, string? message, CancellationToken ct)
    {
        item.Status = CodeOf(status);
        item.Message = message;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE operation_item
               SET status = @Status, message = @Message, run_id = @RunId, file_id = @FileId, detail = @Detail::jsonb,
                   started_at = coalesce(started_at, clock_timestamp()), ended_at = CASE WHEN @IsEnded THEN clock_timestamp() END
             WHERE operation_id = @OperationId AND item_no = @ItemNo
            """,
            new { item.Status, item.Message, item.RunId, item.FileId, item.Detail, item.OperationId, item.ItemNo, item.IsEnded },
            cancellationToken: ct));
    }

    internal static string CodeOf(ItemStatus status) => status.ToString().ToLowerInvariant();
}
