namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Links to the next page, of older rows, and back to the first, of the newest; null where there is none.</summary>
/// <param name="IsOldestFirst">The list begins with the oldest, and its next page has newer ones.</param>
internal sealed record Pager(string? Older, string? Newest, bool IsOldestFirst = false)
{
    /// <param name="cursor">The query value that names a page; it is in the address unless this is the newest.</param>
    public static Pager Of(HttpContext context, string cursor, string? next, bool isOldestFirst = false) => new(
        next is null ? null : Address.With(context, (cursor, next)),
        string.IsNullOrEmpty(context.Request.Query[cursor]) ? null : Address.With(context, (cursor, null)),
        isOldestFirst);
}
