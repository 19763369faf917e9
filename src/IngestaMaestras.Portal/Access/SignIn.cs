using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.AspNetCore.Identity;

namespace IngestaMaestras.Portal.Access;

/// <summary>
/// Proves who somebody is. Whether a name exists, is disabled or has another password is answered alike, in the same
/// time; every attempt is in <c>audit_log</c>.
/// </summary>
public sealed class SignIn(AccountStore accounts, IPasswordHasher<Account> hasher, AccessOptions options, HubDatabase hub)
{
    private const string Action = "entrar";

    private static readonly Account Nobody = new() { Name = "", Role = Roles.Reader };

    /// <summary>Checked when there is no account, so that it takes as long.</summary>
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(Nobody, PasswordRules.Generate()));

    public async Task<SignInResult> TryAsync(string name, string password, string address, CancellationToken ct)
    {
        if (await accounts.FindLockAsync(name, ct) is { } locked)
        {
            await AuditAsync(name, address, "locked", ct);
            return new SignInResult(null, locked);
        }

        var account = await accounts.FindAsync(name, ct);
        var verdict = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? _nobodysHash.Value, password);
        if (account is null || account.IsDisabled || account.PasswordHash is null || verdict == PasswordVerificationResult.Failed)
        {
            var until = await accounts.CountFailureAsync(name, options.MaxFailures, options.LockDuration, ct);
            await AuditAsync(name, address, "error", ct);
            return new SignInResult(null, until);
        }

        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await accounts.RehashAsync(account.AccountId, hasher.HashPassword(account, password), ct);
        }

        await AcceptAsync(account, address, ct);
        return new SignInResult(account);
    }

    /// <summary>Notes that an account has proved who it is.</summary>
    public async Task AcceptAsync(Account account, string address, CancellationToken ct)
    {
        await accounts.NoteSignInAsync(account, ct);
        await AuditAsync(account.Name, address, "succeeded", ct);
    }

    private async Task AuditAsync(string name, string address, string status, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await AuditLog.WriteAsync(connection, new AuditEntry(Action, name, status, new { Address = address }), ct);
    }
}
