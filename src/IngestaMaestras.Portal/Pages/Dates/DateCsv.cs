using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Dates;

/// <summary>Business dates as lines of a file for Excel: one per file, and one per master or date that has none.</summary>
internal static class DateCsv
{
    private static readonly string[] Header =
    [
        "fecha_proceso", "estado_fecha", "maestra", "estado", "tarde", "archivo", "archivo_id", "ejecucion", "estado_archivo", "leidos",
        "aceptados", "rechazados", "insertados", "actualizados", "borrados", "sin_cambios", "inicio", "fin", "error",
    ];

    public static CsvResult Of(IAsyncEnumerable<DateOutcome> dates, Show show) =>
        new(T("Dates.CsvName"), Header, dates.SelectMany(d => Lines(d, show).ToAsyncEnumerable()));

    private static IEnumerable<IReadOnlyList<object?>> Lines(DateOutcome date, Show show) =>
        date.Masters.Count == 0
            ? [Line(date, null, null, show)]
            : date.Masters.SelectMany(m => m.Files.Count == 0 ? [Line(date, m, null, show)] : m.Files.Select(f => Line(date, m, f, show)));

    private static IReadOnlyList<object?> Line(DateOutcome date, MasterOutcome? master, FileOutcome? file, Show show) =>
    [
        date.Date, date.Status is { } status ? StateLabels.Of(status) : T("States.Date.nothing"), master?.Maestra,
        master is null ? null : StateLabels.Of(master.Condition), master?.IsLate == true ? T("Dates.CsvLate") : null, file?.FileName, file?.FileId,
        file?.RunId, file is null ? null : StateLabels.Of(file.State), file?.ReadCount, file?.AcceptedCount, file?.RejectedCount,
        file?.InsertedCount, file?.UpdatedCount, file?.DeletedCount, file?.UnchangedCount, show.Local(file?.StartedAt), show.Local(file?.EndedAt),
        file?.ErrorMessage,
    ];
}
