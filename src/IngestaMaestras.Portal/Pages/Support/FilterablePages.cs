using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using MasterModel = IngestaMaestras.Portal.Pages.Masters.MasterModel;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The lists whose filters can be saved, and what each understands in an address. A new list is a line here.</summary>
internal static class FilterablePages
{
    /// <summary>The rows of a master have the address of the master.</summary>
    private const string Masters = "/maestras/";

    private static readonly Dictionary<string, IReadOnlyList<string>> Names = new(StringComparer.Ordinal)
    {
        ["/errores"] = Errors.ErrorListPage.FilterNames,
        ["/errores/grupos"] = Errors.ErrorListPage.FilterNames,
        ["/archivos"] = Files.IndexModel.FilterNames,
        ["/ejecuciones"] = Runs.IndexModel.FilterNames,
        ["/auditoria"] = Audit.IndexModel.FilterNames,
        ["/entregas"] = Deliveries.IndexModel.FilterNames,
    };

    public static bool Contains(string? page) => NamesOf(page) is not null;

    /// <summary>What a query says to a list, and nothing else; empty when it says nothing.</summary>
    public static string Clean(string page, string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        QueryBuilder clean = [];
        foreach (var name in NamesOf(page) ?? throw new ArgumentException($"{page} has no filters.", nameof(page)))
        {
            if (values.TryGetValue(name, out var value) && value.LastOrDefault(v => !string.IsNullOrWhiteSpace(v)) is { } text)
            {
                clean.Add(name, text);
            }
        }

        // A master has several views; what its rows are searched for says nothing to the others.
        if (clean.Any() && page.StartsWith(Masters, StringComparison.Ordinal))
        {
            clean.Add("vista", MasterModel.RowsView);
        }

        return clean.ToQueryString().ToUriComponent().TrimStart('?');
    }

    private static IReadOnlyList<string>? NamesOf(string? page) =>
        page is null ? null
        : Names.TryGetValue(page, out var names) ? names
        : page.StartsWith(Masters, StringComparison.Ordinal) && page.Length > Masters.Length
            && page[Masters.Length..].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? MasterModel.RowFilterNames
        : null;
}
