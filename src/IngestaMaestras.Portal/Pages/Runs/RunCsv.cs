using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Runs as lines of a file for Excel.</summary>
internal static class RunCsv
{
    private static readonly string[] Header =
    [
        "ejecucion", "fecha_proceso", "estado", "origen", "pedida_por", "motivo", "creada", "empezada", "terminada", "archivos", "archivos_con_error",
        "leidos", "aceptados", "rechazados", "insertados", "actualizados", "borrados", "sin_cambios", "mensaje",
    ];

    public static CsvResult Of(IAsyncEnumerable<RunItem> runs, Show show) => new(
        T("Runs.CsvName"), Header, runs.Select(r => (IReadOnlyList<object?>)
        [
            r.RunId, r.FechaProceso, StateLabels.Of(r.State), StateLabels.Of(r.TriggerKind), r.RequestedBy, r.Reason, show.Local(r.CreatedAt),
            show.Local(r.StartedAt), show.Local(r.EndedAt), r.Files, r.FailedFiles, r.ReadCount, r.AcceptedCount, r.RejectedCount, r.InsertedCount,
            r.UpdatedCount, r.DeletedCount, r.UnchangedCount, r.ErrorMessage,
        ]));
}
