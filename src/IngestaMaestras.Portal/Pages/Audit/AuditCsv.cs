using IngestaMaestras.Ingestion.Queries.Audit;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Audit;

/// <summary><c>audit_log</c> as lines of a file for Excel; its JSON as it is.</summary>
internal static class AuditCsv
{
    private static readonly string[] Header =
    [
        "id", "execution_time", "end_time", "user_name", "procedure_name", "result_status", "error_message", "parameters", "result",
        "additional_info", "duration_ms",
    ];

    public static CsvResult Of(IAsyncEnumerable<AuditItem> rows, Show show) => new(
        T("Audit.CsvName"), Header, rows.Select(r => (IReadOnlyList<object?>)
        [
            r.Id, show.Local(r.ExecutionTime), show.Local(r.EndTime), r.UserName, r.ProcedureName, r.ResultStatus, r.ErrorMessage, r.Parameters,
            r.Result, r.AdditionalInfo, (long)r.Duration.TotalMilliseconds,
        ]));
}
