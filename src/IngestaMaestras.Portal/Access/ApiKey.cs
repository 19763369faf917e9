namespace IngestaMaestras.Portal.Access;

/// <summary>A key that programs of an account sign in with; without the key itself, which nobody can read again.</summary>
public sealed class ApiKey
{
    public long KeyId { get; init; }

    public long AccountId { get; init; }

    /// <summary>Name of the account.</summary>
    public required string AccountName { get; init; }

    public required string Name { get; init; }

    /// <summary>How the key begins.</summary>
    public required string Prefix { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>To within <see cref="ApiKeyStore.UseStep"/>.</summary>
    public DateTime? LastUsedAt { get; init; }

    public DateTime? RevokedAt { get; init; }

    public bool IsExpired { get; init; }

    public bool IsRevoked => RevokedAt is not null;

    public bool IsActive => !IsRevoked && !IsExpired;
}
