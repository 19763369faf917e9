using Microsoft.AspNetCore.Http.Extensions;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Addresses made from the one that was asked for, so that filters stay when something else changes.</summary>
internal static class Address
{
    /// <summary>Names a partial page within a page; never part of an address that people see.</summary>
    private const string Handler = "handler";

    /// <summary>The page as people see it, filters included.</summary>
    public static string Current(HttpContext context) => With(context);

    /// <summary>The same page with some values of the query changed; null or empty takes one away.</summary>
    public static string With(HttpContext context, params (string Name, string? Value)[] changes) =>
        At(context, context.Request.PathBase.Add(context.Request.Path).ToUriComponent(), changes);

    /// <summary>Another page with this one's query, some values of it changed.</summary>
    public static string At(HttpContext context, string path, params (string Name, string? Value)[] changes)
    {
        QueryBuilder query = [];
        foreach (var (name, values) in context.Request.Query)
        {
            if (!string.Equals(name, Handler, StringComparison.OrdinalIgnoreCase)
                && !changes.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                foreach (var value in values.Where(v => !string.IsNullOrEmpty(v)))
                {
                    query.Add(name, value!);
                }
            }
        }

        foreach (var (name, value) in changes.Where(c => !string.IsNullOrEmpty(c.Value)))
        {
            query.Add(name, value!);
        }

        return path + query.ToQueryString().ToUriComponent();
    }

    /// <summary>The part of this page that renews itself.</summary>
    public static string Part(HttpContext context, string handler) => With(context, (Handler, handler));

    /// <summary>An address of this site with a query.</summary>
    public static string Of(string path, params (string Name, string? Value)[] values)
    {
        QueryBuilder query = [];
        foreach (var (name, value) in values.Where(v => !string.IsNullOrEmpty(v.Value)))
        {
            query.Add(name, value!);
        }

        return path + query.ToQueryString().ToUriComponent();
    }
}
