using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Tells what a delivery does, once for each file whose changes it carries, so that each run's log has it.
/// </summary>
/// <param name="Files">Runs and files whose changes have not arrived.</param>
/// <param name="Attempt">Counts failed attempts since the last success, and this one.</param>
internal sealed record DeliveryLog(
    ILogger Logger, IDeliveryTarget Target, string Maestra, IReadOnlyList<(long RunId, long FileId)> Files, int Attempt, string WorkerId)
{
    public void Begins() => Tell(LogLevel.Information, "empieza la entrega", null);

    public void Delivered(long changes) => Tell(LogLevel.Information, "entregado; cambios enviados", changes);

    public void Failed(string reason, DateTimeOffset? nextAttempt) => Tell(
        LogLevel.Warning, nextAttempt is null ? "no se entregó, y no se intenta más por sí sola" : "no se entregó, se intenta de nuevo", reason);

    private void Tell(LogLevel level, string what, object? detail)
    {
        if (Files.Count == 0)
        {
            Logger.Log(level, "{Maestra} a {Target}: {What}: {Detail}", Maestra, Target.Title, what, detail);
        }

        foreach (var (runId, fileId) in Files)
        {
            using var scope = Logger.BeginDelivery(runId, fileId, DeliveryStore.StepOf(Target.Name), Attempt, WorkerId);
            if (detail is null)
            {
                Logger.Log(level, "{Maestra} a {Target} (ejecución {RunId}, intento {Attempt}): {What}", Maestra, Target.Title, runId, Attempt, what);
            }
            else
            {
                Logger.Log(
                    level, "{Maestra} a {Target} (ejecución {RunId}, intento {Attempt}): {What}: {Detail}",
                    Maestra, Target.Title, runId, Attempt, what, detail);
            }
        }
    }
}
