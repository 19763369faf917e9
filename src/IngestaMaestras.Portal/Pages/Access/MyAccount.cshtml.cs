using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Mi cuenta: password and sessions of whoever is signed in.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class MyAccountModel(AccountStore accounts, AccountOperations operations, Sessions sessions) : PortalPage
{
    private const string Here = PasswordGate.AccountPath;

    public Account Account { get; private set; } = null!;

    public int MinLength => PasswordRules.MinLength;

    public async Task OnGetAsync(CancellationToken ct) => Account = (await accounts.FindAsync(UserName, ct))!;

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
