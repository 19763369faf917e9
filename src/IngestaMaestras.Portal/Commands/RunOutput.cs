using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Portal.Commands;

/// <summary>How runs are shown on standard output.</summary>
internal static class RunOutput
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task WriteAsync(RunReport report, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            return;
        }

        await Console.Out.WriteLineAsync($"Ejecución {report.RunId} · {report.FechaProceso:yyyy-MM-dd} · {report.Status}");
        await WriteHeaderAsync();
        foreach (var f in report.Files)
        {
            await Console.Out.WriteLineAsync(
                $"{f.FileName,-32} {f.Status,-11} {f.Read,9} {f.Accepted,9} {f.Rejected,9} {f.Inserted,9} {f.Updated,9} {f.Deleted,9} {f.Unchanged,9}{Reason(f.ErrorMessage)}");
        }
    }

    public static async Task WriteAsync(DryRunResult result, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    result.DryRunId,
                    result.FechaProceso,
                    Files = result.Files.Select(f => new
                    {
                        f.Maestra,
                        f.FileName,
                        f.Status,
                        f.Counts.Read,
                        f.Counts.Accepted,
                        f.Counts.Rejected,
                        f.Counts.Inserted,
                        f.Counts.Updated,
                        f.Counts.Deleted,
                        f.Counts.Unchanged,
                        f.Message,
                    }),
                },
                Json));
            return;
        }

        await Console.Out.WriteLineAsync($"Simulación {result.DryRunId} · {result.FechaProceso:yyyy-MM-dd}: nada se cargó ni se movió.");
        await WriteHeaderAsync();
        foreach (var f in result.Files)
        {
            await Console.Out.WriteLineAsync(
                $"{f.FileName,-32} {f.Status,-11} {f.Counts.Read,9} {f.Counts.Accepted,9} {f.Counts.Rejected,9} {f.Counts.Inserted,9} {f.Counts.Updated,9} {f.Counts.Deleted,9} {f.Counts.Unchanged,9}{Reason(f.Message)}");
        }
    }

    private static Task WriteHeaderAsync() => Console.Out.WriteLineAsync(
        $"{"archivo",-32} {"estado",-11} {"leídos",9} {"aceptados",9} {"rechazos",9} {"altas",9} {"cambios",9} {"bajas",9} {"iguales",9}");

    private static string Reason(string? message) => message is null ? "" : $"\n    {message}";
}
