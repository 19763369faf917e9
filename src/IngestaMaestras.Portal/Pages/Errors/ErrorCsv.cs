using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>Errors and their groups as lines of a file for Excel; the columns of rows are named as in <c>error_log</c>.</summary>
internal static class ErrorCsv
{
    private static readonly string[] RowHeader =
    [
        "id", "fecha_proceso", "timestamp", "error_type", "severity", "maestra", "file_name", "line_number", "field", "rule", "value",
        "raw_line", "message", "run_id", "file_id", "resolved_at", "resolved_by",
    ];

    private static readonly string[] GroupHeader =
    [
        "maestra", "error_type", "rule", "field", "severity", "filas", "sin_resolver", "primera_fecha", "ultima_fecha", "noches",
        "ejemplo_id", "ejemplo_valor", "ejemplo_mensaje",
    ];

    public static CsvResult Of(IAsyncEnumerable<ErrorItem> rows, Show show) => new(
        T("Errors.CsvName"), RowHeader, rows.Select(e => (IReadOnlyList<object?>)
        [
            e.Id, e.FechaProceso, show.Local(e.Timestamp), e.ErrorType, e.Severity, e.Maestra, e.FileName, e.LineNumber, e.Field, e.Rule,
            e.Value, e.RawLine, e.Message, e.RunId, e.FileId, show.Local(e.ResolvedAt), e.ResolvedBy,
        ]));

    public static CsvResult Of(IEnumerable<ErrorGroup> groups) => new(
        T("Errors.CsvGroupsName"), GroupHeader, groups.ToAsyncEnumerable().Select(g => (IReadOnlyList<object?>)
        [
            g.Maestra, g.ErrorType, g.Rule, g.Field, g.Severity, g.Rows, g.OpenRows, g.FirstDate, g.LastDate, g.Nights,
            g.ExampleId, g.ExampleValue, g.ExampleMessage,
        ]));
}
