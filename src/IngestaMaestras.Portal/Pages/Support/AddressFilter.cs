using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Answers hand-edited addresses and forms whose values cannot be understood, before any page sees them.</summary>
internal sealed class AddressFilter : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null && context.HandlerInstance is not ErrorModel)
        {
            // Without this, a page would be shown that nobody has filled.
            Problem.Tell(context.HttpContext, T("Error.NoSuchAction"));
            context.Result = new NotFoundResult();
            return;
        }

        var wrong = context.ModelState.FirstOrDefault(e => e.Value?.Errors.Count > 0);
        if (wrong.Value is not null)
        {
            Problem.Tell(context.HttpContext, T("Error.BadValue", FileText.Visible(wrong.Value.AttemptedValue), wrong.Key));
            context.Result = new BadRequestResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
