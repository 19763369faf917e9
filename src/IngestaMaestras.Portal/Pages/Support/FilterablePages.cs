using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The lists whose filters can be saved, and what each understands in an address. A new list is a line here.</summary>
internal static class FilterablePages
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Names = new(StringComparer.Ordinal)
    {
        ["/errores"] = Errors.ErrorListPage.FilterNames,
        ["/errores/grupos"] = Errors.ErrorListPage.FilterNames,
        ["/archivos"] = Files.IndexModel.FilterNames,
        ["/ejecuciones"] = Runs.IndexModel.FilterNames,
        ["/auditoria"] = Audit.IndexModel.FilterNames,
    };

    public static bool Contains(string? page) => page is not null && Names.ContainsKey(page);

    /// <summary>What a query says to a list, and nothing else; empty when it says nothing.</summary>
    public static string Clean(string page, string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        QueryBuilder clean = [];
        foreach (var name in Names[page])
        {
            if (values.TryGetValue(name, out var value) && value.LastOrDefault(v => !string.IsNullOrWhiteSpace(v)) is { } text)
            {
                clean.Add(name, text);
            }
        }

        return clean.ToQueryString().ToUriComponent().TrimStart('?');
    }
}
