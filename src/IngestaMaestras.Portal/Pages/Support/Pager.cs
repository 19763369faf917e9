namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Links to the older page and back to the newest one; null where there is none.</summary>
internal sealed record Pager(string? Older, string? Newest)
{
    /// <param name="cursor">The query value that names a page; it is in the address unless this is the newest.</param>
    public static Pager Of(HttpContext context, string cursor, string? next) => new(
        next is null ? null : Address.With(context, (cursor, next)),
        string.IsNullOrEmpty(context.Request.Query[cursor]) ? null : Address.With(context, (cursor, null)));
}
