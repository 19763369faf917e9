using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Portal.Access;

/// <summary>Reads and writes the keys; decides nothing.</summary>
public sealed class ApiKeyStore(HubDatabase hub)
{
    /// <summary>How exactly is noted when a key was used last.</summary>
    public static readonly TimeSpan UseStep = TimeSpan.FromMinutes(5);

    private const string Select =
        """
        SELECT k.key_id, k.account_id, a.name AS account_name, k.name, k.prefix, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
               coalesce(k.expires_at <= now(), false) AS is_expired
          FROM api_key k JOIN account a USING (account_id)
        """;

    /// <param name="accountId">Only this account's; null: everybody's. Keys are few.</param>
    /// <returns>Those that are good first, then the newest.</returns>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(long? accountId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<ApiKey>(new CommandDefinition(
            $"""
            {Select} WHERE @accountId::bigint IS NULL OR k.account_id = @accountId
             ORDER BY k.revoked_at IS NOT NULL OR coalesce(k.expires_at <= now(), false), a.name, k.key_id DESC
            """,
            new { accountId },
            cancellationToken: ct))).AsList();
    }

    public async Task<ApiKey?> FindAsync(long keyId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ApiKey>(
            new CommandDefinition($"{Select} WHERE k.key_id = @keyId", new { keyId }, cancellationToken: ct));
    }

    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ApiKey>(
            new CommandDefinition($"{Select} WHERE k.hash = @hash", new { hash }, cancellationToken: ct));
    }

    public async Task<int> CountActiveAsync(long accountId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT count(*)::int FROM api_key WHERE account_id = @accountId AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())",
            new { accountId },
            cancellationToken: ct));
    }

    /// <param name="lastDay">The last day on which it is good; null: until it is revoked.</param>
    /// <returns>Its id; null: the account has an active key of that name.</returns>
    public async Task<long?> AddAsync(
        long accountId, string name, byte[] hash, string prefix, DateOnly? lastDay, string createdBy, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            INSERT INTO api_key (account_id, name, hash, prefix, expires_at, created_by)
            -- Midnight where the business is.
            VALUES (@accountId, @name, @hash, @prefix, (@lastDay::date + 1)::timestamptz, @createdBy)
            ON CONFLICT DO NOTHING RETURNING key_id
            """,
            new { accountId, name, hash, prefix, lastDay, createdBy },
            cancellationToken: ct));
    }

    /// <returns>False when it was revoked already.</returns>
    public async Task<bool> RevokeAsync(long keyId, string revokedBy, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE api_key SET revoked_at = now(), revoked_by = @revokedBy WHERE key_id = @keyId AND revoked_at IS NULL",
            new { keyId, revokedBy },
            cancellationToken: ct)) == 1;
    }

    public async Task NoteUseAsync(ApiKey key, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE api_key SET last_used_at = now() WHERE key_id = @KeyId AND (last_used_at IS NULL OR last_used_at < now() - @UseStep)",
            new { key.KeyId, UseStep },
            cancellationToken: ct));
    }
}
