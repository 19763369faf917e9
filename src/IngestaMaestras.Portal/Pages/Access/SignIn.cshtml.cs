using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Entrar: name and password, or the identity provider.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInModel(SignIn signIn, Sessions sessions, AccessOptions options) : PortalPage
{
    private const int MaxLength = 200;

    /// <summary>Where to go afterwards.</summary>
    [BindProperty(Name = "volver", SupportsGet = true)]
    public string? Target { get; set; }

    /// <summary>A form was sent after the session had ended; nothing was done.</summary>
    [BindProperty(Name = "vencida", SupportsGet = true)]
    public bool IsExpired { get; set; }

    /// <summary>Why the identity provider's user was refused.</summary>
    [BindProperty(Name = "fallo", SupportsGet = true)]
    public string? Failure { get; set; }

    [BindProperty(Name = "usuario")]
    public string? Name { get; set; }

    public string? Error { get; private set; }

    public string? ExternalTitle => options.OpenIdConnect.IsOn ? options.OpenIdConnect.Title : null;

    public IActionResult OnGet()
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            return LocalRedirect(SafeTarget);
        }

        Error = Failure is null ? null : Find($"Access.Fail_{Failure}") ?? T("Access.Fail_proveedor");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "clave")] string? password, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrEmpty(password) || Name.Length > MaxLength || password.Length > MaxLength)
        {
            return Again(T("Access.Wrong"));
        }

        var result = await signIn.TryAsync(
            Name.Trim().ToLowerInvariant(), password, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "", ct);
        if (result.Account is not { } account)
        {
            return Again(result.LockedUntil is { } until ? T("Access.Locked", Math.Max(1, (int)Math.Ceiling((until - DateTime.UtcNow).TotalMinutes))) : T("Access.Wrong"));
        }

        await sessions.BeginAsync(HttpContext, account);
        return LocalRedirect(SafeTarget);
    }

    /// <summary>To the identity provider.</summary>
    public IActionResult OnPostExternal() => ExternalTitle is null
        ? NotFound()
        : Challenge(new AuthenticationProperties { RedirectUri = SafeTarget }, ExternalSignIn.Scheme);

    private string SafeTarget => Url.IsLocalUrl(Target) ? Target : "/";

    private PageResult Again(string error)
    {
        Error = error;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // A page of its own tells more than the general one for this status.
        HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>()!.Enabled = false;
        return Page();
    }
}
