using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Access;

/// <summary>What is done to API keys, by their owners, administrators and the command line. Everything is audited; keys never are.</summary>
public sealed class ApiKeyOperations(ApiKeyStore keys, AccountStore accounts, HubDatabase hub, BusinessCalendar calendar, TimeProvider time)
{
    public const int MaxName = 64;

    /// <summary>Active keys of one account; a program needs one.</summary>
    public const int MaxPerAccount = 20;

    /// <summary>Makes a key of an account.</summary>
    /// <param name="lastDay">The last day on which it is good; null: until it is revoked.</param>
    /// <returns>The key itself, this once; null: refused.</returns>
    public async Task<(OperationResult Result, string? Key)> AddAsync(
        string accountName, string name, DateOnly? lastDay, string user, CancellationToken ct)
    {
        var account = await accounts.FindAsync(accountName, ct);
        var problem = lastDay < calendar.LocalDate(time.GetUtcNow()) ? T("Access.KeyPast") : await FindProblemAsync(account, accountName, name, ct);
        string? key = null;
        if (problem is null)
        {
            key = ApiKeyText.Generate();
            if (await keys.AddAsync(account!.AccountId, name, ApiKeyText.HashOf(key), ApiKeyText.PrefixOf(key), lastDay, user, ct) is null)
            {
                key = null;
                problem = T("Access.KeyTaken", name);
            }
        }

        OperationResult result = new(problem is null, problem ?? T("Access.KeyAdded", name, account!.Name));
        await OperationAudit.WriteAsync(
            hub, "clave_api_crear", user, result, new { Name = accountName, Key = name, Prefix = key is null ? null : ApiKeyText.PrefixOf(key), LastDay = lastDay },
            null, ct);
        return (result, key);
    }

    /// <summary>The key is good for nothing from the next request on.</summary>
    /// <param name="owner">Only if it is this account's; null: whosever it is.</param>
    public async Task<OperationResult> RevokeAsync(long keyId, string? owner, string user, CancellationToken ct)
    {
        var key = await keys.FindAsync(keyId, ct);
        var problem = key is null || (owner is not null && key.AccountName != owner) ? T("Access.NoKey", keyId)
            : await keys.RevokeAsync(keyId, user, ct) ? null
            : T("Access.KeyRevokedBefore", key.Name);
        OperationResult result = new(problem is null, problem ?? T("Access.KeyRevoked", key!.Name, key.AccountName));
        await OperationAudit.WriteAsync(
            hub, "clave_api_revocar", user, result, new { Name = key?.AccountName, Key = key?.Name, key?.Prefix, KeyId = keyId }, null, ct);
        return result;
    }

    private async Task<string?> FindProblemAsync(Account? account, string accountName, string name, CancellationToken ct) => account switch
    {
        null => T("Access.NoAccount", accountName),
        { IsDisabled: true } => T("Access.KeyOfDisabled", account.Name),
        { MustChange: true } => T("Access.KeyBeforePassword", account.Name),
        _ when name.Length is 0 or > MaxName || name.Any(char.IsControl) => T("Access.KeyName", MaxName),
        _ when await keys.CountActiveAsync(account.AccountId, ct) >= MaxPerAccount => T("Access.KeyTooMany", MaxPerAccount),
        _ => null,
    };
}
