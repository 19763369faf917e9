using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Filters;

/// <summary>Reads saved filters for the lists that offer them.</summary>
public sealed class SavedFilterQueries(HubDatabase hub)
{
    /// <summary>Filters that a list offers of others; of one's own there are never more than can be saved.</summary>
    private const int MaxShared = 100;

    /// <summary>A list's own filters of somebody, by name, then those that others share.</summary>
    public async Task<IReadOnlyList<SavedFilter>> ListAsync(string page, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return
        [
            .. await connection.QueryAsync<SavedFilter>(new CommandDefinition(
                """
                SELECT * FROM (
                    SELECT id, name, query, owner, shared FROM saved_filter WHERE owner = @user AND page = @page ORDER BY name) own
                UNION ALL
                SELECT * FROM (
                    SELECT id, name, query, owner, shared FROM saved_filter
                     WHERE page = @page AND shared AND owner <> @user ORDER BY name, owner LIMIT @MaxShared) others
                """,
                new { page, user, MaxShared },
                cancellationToken: ct)),
        ];
    }
}
