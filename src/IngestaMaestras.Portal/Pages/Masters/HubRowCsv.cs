using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>Rows of a master as lines of a file for Excel: its columns, then when they changed and where they came from.</summary>
internal static class HubRowCsv
{
    public static CsvResult Of(string maestra, IReadOnlyList<LayoutColumn> columns, IAsyncEnumerable<HubRow> rows, Show show) => new(
        maestra,
        [.. columns.Select(c => c.ColumnName), "femod", "ejecucion", "archivo", "linea"],
        rows.Select(r => (IReadOnlyList<object?>)[.. r.Values, show.Local(r.ChangedAt), r.RunId, r.FileName, r.LineNumber]));
}
