using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>A run's log as lines of a file for Excel; the columns are named as in <c>step_log</c>.</summary>
internal static class LogCsv
{
    private static readonly string[] Header =
        ["id", "at", "level", "maestra", "file_name", "file_id", "step", "attempt", "worker_id", "message", "exception"];

    public static CsvResult Of(long runId, IAsyncEnumerable<LogItem> lines, Show show) => new(
        T("RunDetail.CsvName", runId), Header, lines.Select(l => (IReadOnlyList<object?>)
        [
            l.Id, show.Local(l.At), l.Level, l.Maestra, l.FileName, l.FileId, l.Step, l.Attempt, l.WorkerId, l.Message, l.Exception,
        ]));
}
