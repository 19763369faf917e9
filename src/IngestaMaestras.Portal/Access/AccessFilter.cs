using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IngestaMaestras.Portal.Access;

/// <summary>Refuses what a visitor may not do: a page, or one of its handlers, that <see cref="RequiresAttribute"/> closes to him.</summary>
internal sealed class AccessFilter : IAsyncPageFilter, IOrderedFilter
{
    /// <summary>Before anything says what is wrong with the values of a request that nobody allowed.</summary>
    public int Order => int.MinValue + 1;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod?.MethodInfo is not { } handler
            || context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next();
        }

        if (!context.HttpContext.User.May(PermissionOf(context.HandlerInstance.GetType(), handler)))
        {
            context.Result = new ForbidResult();
            return Task.CompletedTask;
        }

        return next();
    }

    /// <exception cref="InvalidOperationException">An action that nobody has thought about is open to nobody.</exception>
    internal static Permission PermissionOf(Type page, MethodInfo handler)
    {
        var ofPage = page.GetCustomAttribute<RequiresAttribute>()?.Permission ?? Permission.See;
        if (handler.GetCustomAttribute<RequiresAttribute>()?.Permission is { } own)
        {
            return own > ofPage ? own : ofPage;
        }

        return handler.Name.StartsWith("OnGet", StringComparison.Ordinal)
            ? ofPage
            : throw new InvalidOperationException($"{page.Name}.{handler.Name} does not say what it requires.");
    }
}
