using Hangfire;
using Hangfire.Server;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>
/// Deliveries as the job queue calls them. Type, method names and parameters are stored with the jobs: they must not
/// change. Retries are the queue's own, so that they can be seen and triggered in its dashboard.
/// </summary>
public sealed class DeliveryJobs(
    DeliveryJob deliveries, DeliveryDispatcher dispatcher, DeliveryOptions options, OracleAuditMirror audit)
{
    /// <summary>Where the queue counts the retries of a job.</summary>
    private const string RetryCount = "RetryCount";

    /// <exception cref="DeliveryException">The attempt failed and may succeed later: the queue tries again.</exception>
    /// <exception cref="DeliveryRefusedException">The attempt failed, and would again.</exception>
    [Queue("entregas-{0}")]
    [JobDisplayName("Entrega a {0} · {1}")]
    public async Task<string> DeliverAsync(string target, string maestra, PerformContext? context, CancellationToken ct)
    {
        var attempt = context?.GetJobParameter<int>(RetryCount) ?? 0;
        var delays = options.ReadRetryDelays();
        try
        {
            return await deliveries.ExecuteAsync(target, maestra, attempt < delays.Count ? delays[attempt] : null, ct);
        }
        catch (DeliveryException e) when (!e.MayPass)
        {
            throw new DeliveryRefusedException(e);
        }
    }

    [Queue(HangfireJobScheduler.RunQueue)]
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Entregar lo pendiente")]
    public Task<string> DrainAsync(CancellationToken ct) => dispatcher.DrainAsync(ct);

    [Queue(HangfireJobScheduler.RunQueue)]
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Copiar audit_log a Oracle")]
    public async Task<string> CopyAuditAsync(CancellationToken ct) => $"{await audit.MirrorAsync(ct)} filas copiadas.";
}
