using System.Security.Claims;
using IngestaMaestras.Ingestion.Operations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>What every page has: who asks, and the way back after an action.</summary>
public abstract class PortalPage : PageModel
{
    /// <summary>Length of a reason that is kept; longer ones are cut.</summary>
    private const int MaxReason = 500;

    /// <summary>The page to go back to after an action, as a path of this site.</summary>
    [BindProperty(Name = "volver")]
    public string? ReturnPath { get; set; }

    /// <summary>The signed-in account.</summary>
    protected string UserName => NameOf(User);

    internal static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "";

    /// <summary>Ends an action: the results are shown on the page that it came from.</summary>
    protected IActionResult Back(IReadOnlyList<OperationResult> results, string fallback)
    {
        ResultMessages.Put(TempData, results);
        return LocalRedirect(Url.IsLocalUrl(ReturnPath) ? ReturnPath : fallback);
    }

    protected IActionResult Back(OperationResult result, string fallback) => Back([result], fallback);

    /// <summary>An answer for something that is not there, with a sentence about what.</summary>
    protected IActionResult Missing(string sentence)
    {
        Problem.Tell(HttpContext, sentence);
        return NotFound();
    }

    /// <summary>An answer for a request that makes no sense, with a sentence about why.</summary>
    protected IActionResult Refuse(string sentence)
    {
        Problem.Tell(HttpContext, sentence);
        return BadRequest();
    }

    /// <summary>This page once more, with what was sent and what is wrong with it, as an answer of that status.</summary>
    protected static PageResult Again(int status) => new() { StatusCode = status };

    /// <summary>What people type into a field, without spaces around it; null when it is blank.</summary>
    protected static string? Blank(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>What people type into a reason, or null when it is blank.</summary>
    protected static string? Clean(string? text) => Blank(text) is { } reason ? reason[..Math.Min(reason.Length, MaxReason)] : null;
}
