namespace IngestaMaestras.Portal.Access;

/// <summary>Somebody who may sign in.</summary>
public sealed class Account
{
    public long AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Null: signs in through the identity provider only.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Issuer and subject at the identity provider; null: a local account.</summary>
    public string? ExternalId { get; init; }

    public bool MustChange { get; init; }

    public Guid Stamp { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? PasswordChangedAt { get; init; }

    public DateTime? LastSignInAt { get; init; }

    public DateTime? DisabledAt { get; init; }

    /// <summary>Sign-in is refused until then, after too many failures.</summary>
    public DateTime? LockedUntil { get; init; }

    public bool IsExternal => ExternalId is not null;

    public bool IsDisabled => DisabledAt is not null;
}
