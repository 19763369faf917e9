using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Salir: ends this session, or every one of the account.</summary>
public sealed class SignOutModel : PortalPage
{
    public IActionResult OnGet() => LocalRedirect("/");

    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(Sessions.Scheme);
        return LocalRedirect(Sessions.SignInPath);
    }
}
