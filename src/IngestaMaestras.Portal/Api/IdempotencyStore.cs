using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Portal.Api;

/// <summary>Keeps posts and their answers for a day, for every process of the installation.</summary>
internal sealed class IdempotencyStore(HubDatabase hub)
{
    private const string Where = "WHERE account_id = @AccountId AND route = @Route AND idempotency_key = @Key";

    /// <returns>True: it is the first, and whoever asks is to act. Old ones are forgotten on the way.</returns>
    public async Task<bool> BeginAsync(IdempotentRequest request, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM api_request WHERE created_at < now() - interval '24 hours'", cancellationToken: ct));
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO api_request (account_id, route, idempotency_key, request_hash) VALUES (@AccountId, @Route, @Key, @Hash)
            ON CONFLICT DO NOTHING
            """,
            request,
            cancellationToken: ct)) == 1;
    }

    /// <summary>Null while it has not been answered. One for another body needs no answer to be told apart.</summary>
    public async Task<StoredResponse?> FindAsync(IdempotentRequest request, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<StoredResponse>(new CommandDefinition(
            $"""
            SELECT request_hash = @Hash AS is_of_this, coalesce(status, 0) AS status, content_type, location, coalesce(response, '') AS body
              FROM api_request {Where} AND (status IS NOT NULL OR request_hash <> @Hash)
            """,
            request,
            cancellationToken: ct));
    }

    public async Task EndAsync(IdempotentRequest request, StoredResponse answer, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE api_request SET status = @Status, content_type = @ContentType, location = @Location, response = @Body {Where}",
            new { request.AccountId, request.Route, request.Key, answer.Status, answer.ContentType, answer.Location, answer.Body },
            cancellationToken: ct));
    }

    /// <summary>It came to nothing, and may be tried again.</summary>
    public async Task ForgetAsync(IdempotentRequest request, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition($"DELETE FROM api_request {Where}", request, cancellationToken: ct));
    }
}
