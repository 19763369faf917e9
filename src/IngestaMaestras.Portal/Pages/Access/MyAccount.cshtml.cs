using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Mi cuenta: password and sessions of whoever is signed in.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class MyAccountModel(AccountStore accounts, AccountOperations operations, Sessions sessions, ApiKeyStore keys, ApiKeyOperations keyOperations) : PortalPage
{
    private const string Here = PasswordGate.AccountPath;

    /// <summary>Where a new key waits to be shown, once: in a cookie that only this program can read.</summary>
    private const string MadeUp = "made-up-key";

    public Account Account { get; private set; } = null!;

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>A key that was made just now, and its name; null: none was.</summary>
    public (string Name, string Key)? Fresh { get; private set; }

    public int MinLength => PasswordRules.MinLength;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Account = (await accounts.FindAsync(UserName, ct))!;
        Keys = await keys.ListAsync(Account.AccountId, ct);
        Fresh = TempData[MadeUp] is string[] { Length: 2 } pair ? (pair[0], pair[1]) : null;
    }

    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostKeyAsync(
        [FromForm(Name = "nombre")] string? name, [FromForm(Name = "vence")] DateOnly? lastDay, CancellationToken ct)
    {
        var (result, key) = await keyOperations.AddAsync(UserName, Blank(name) ?? "", lastDay, UserName, ct);
        if (key is not null)
        {
            TempData[MadeUp] = new[] { Blank(name)!, key };
        }

        return Back(result, Here);
    }

    /// <summary>Only a key of one's own.</summary>
    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostRevokeKeyAsync([FromForm(Name = "clave")] long keyId, CancellationToken ct) =>
        Back(await keyOperations.RevokeAsync(keyId, UserName, UserName, ct), Here);

    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostPasswordAsync(
        [FromForm(Name = "actual")] string? current, [FromForm(Name = "nueva")] string? wanted, [FromForm(Name = "repetida")] string? repeated, CancellationToken ct)
    {
        if (wanted != repeated)
        {
            return Back(new OperationResult(false, T("Access.NotRepeated")), Here);
        }

        var result = await operations.ChangePasswordAsync(User.AccountId() ?? 0, current ?? "", wanted ?? "", ct);
        if (!result.Done)
        {
            return Back(result, Here);
        }

        // Every other session has ended; this one goes on with the new password.
        await sessions.BeginAsync(HttpContext, (await accounts.FindAsync(UserName, ct))!);
        return Back(result, "/");
    }

    /// <summary>Ends every session of the account, this one included.</summary>
    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostEverywhereAsync(CancellationToken ct)
    {
        var result = await operations.EndSessionsAsync(UserName, UserName, ct);
        if (!result.Done)
        {
            return Back(result, Here);
        }

        await HttpContext.SignOutAsync(Sessions.Scheme);
        return LocalRedirect(Sessions.SignInPath);
    }
}
