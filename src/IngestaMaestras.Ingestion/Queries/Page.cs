namespace IngestaMaestras.Ingestion.Queries;

/// <summary>One page of a list that is read by key, newest first.</summary>
/// <param name="Items">The rows of this page.</param>
/// <param name="Next">Where the page of older rows begins, as a URL carries it; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <param name="rows">Read with one row more than the page holds, which tells whether there is a next one.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int size, Func<T, string> cursor) => rows.Count > size
        ? new Page<T>([.. rows.Take(size)], cursor(rows[size - 1]))
        : new Page<T>(rows, null);

    /// <summary>Every row of a list, read page by page: memory holds one of them.</summary>
    /// <param name="read">Gives the page that begins at a place; null is the beginning.</param>
    public static async IAsyncEnumerable<T> StreamAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        string? next = null;
        do
        {
            var page = await read(next);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            next = page.Next;
        }
        while (next is not null);
    }
}
