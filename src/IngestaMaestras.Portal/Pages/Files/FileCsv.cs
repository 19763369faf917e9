using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>Files as lines of a file for Excel, from their rows: the disk is not looked at.</summary>
internal static class FileCsv
{
    private static readonly string[] Header =
    [
        "file_id", "fecha_proceso", "maestra", "archivo", "ruta", "visto", "bytes", "sha256", "ejecucion", "resultado", "leidos",
        "rechazados", "error_type", "mensaje", "terminado",
    ];

    public static CsvResult Of(IAsyncEnumerable<FileItem> files, string folder, Show show) => new(
        T("Files.CsvName", folder), Header, files.Select(f => (IReadOnlyList<object?>)
        [
            f.FileId, f.FechaProceso, f.Maestra, f.FileName, f.Path, show.Local(f.FirstSeenAt), f.SizeBytes, f.Sha256, f.RunId,
            f.State is { } state ? StateLabels.Of(state) : null, f.ReadCount, f.RejectedCount, f.ErrorType, f.ErrorMessage,
            show.Local(f.EndedAt),
        ]));
}
