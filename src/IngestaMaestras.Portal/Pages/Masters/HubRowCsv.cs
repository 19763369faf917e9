using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>Rows of a master as lines of a file for Excel: its columns, then when they changed and where they came from.</summary>
internal static class HubRowCsv
{
    public static CsvResult Of(string maestra, IReadOnlyList<LayoutColumn> columns, IAsyncEnumerable<HubRow> rows, Show show) => new(
        maestra,
        [.. columns.Select(c => c.ColumnName), "femod", "ejecucion", "archivo", "linea"],
        rows.Select(r => (IReadOnlyList<object?>)[.. r.Values, show.Local(r.ChangedAt), r.RunId, r.FileName, r.LineNumber]));

    /// <summary>Latest changes: of a deleted key there are no values left.</summary>
    public static CsvResult OfChanges(string maestra, IReadOnlyList<LayoutColumn> columns, IAsyncEnumerable<HubRow> rows, Show show) => new(
        T("Masters.CsvChangesName", maestra),
        ["version", "cambio", "clave", .. columns.Select(c => c.ColumnName), "femod", "ejecucion", "archivo", "linea"],
        rows.Select(r => (IReadOnlyList<object?>)
        [
            r.Version, T(r.IsDeleted ? "Masters.WasDeleted" : "Masters.WasWritten"), r.Key,
            .. r.IsDeleted ? columns.Select(_ => (object?)null) : r.Values, show.Local(r.ChangedAt), r.RunId, r.FileName, r.LineNumber,
        ]));
}
