namespace IngestaMaestras.Portal.Api;

/// <summary>A post that carries an idempotency key.</summary>
/// <param name="Hash">Of what is asked for.</param>
internal sealed record IdempotentRequest(long AccountId, string Route, string Key, byte[] Hash);

/// <summary>What a post was answered.</summary>
/// <param name="IsOfThis">To the same body; otherwise only that is known.</param>
internal sealed record StoredResponse(bool IsOfThis, int Status, string? ContentType, string? Location, byte[] Body);
