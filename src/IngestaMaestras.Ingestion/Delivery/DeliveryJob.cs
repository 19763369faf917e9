using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>One attempt of a delivery, and a look at the runs that wait for it to end.</summary>
public sealed class DeliveryJob(DeliveryRunner runner, RunConsolidator consolidator, RunDispatcher dispatcher, HubDatabase hub)
{
    /// <param name="retryAfter">When the queue tries again if this attempt fails; null: not by itself.</param>
    /// <returns>What happened, in Spanish, for the job's record.</returns>
    /// <exception cref="DeliveryException">The attempt failed; it is written down.</exception>
    public async Task<string> ExecuteAsync(string target, string maestra, TimeSpan? retryAfter, CancellationToken ct)
    {
        try
        {
            var outcome = await runner.DeliverAsync(target, maestra, retryAfter, ct);
            await LookAtRunsAsync(ct);
            return outcome.Message;
        }
        catch (DeliveryException)
        {
            await LookAtRunsAsync(ct);
            throw;
        }
    }

    private async Task LookAtRunsAsync(CancellationToken ct)
    {
        await consolidator.ReviewDeliveriesAsync(ct);
        await using var connection = await hub.OpenAsync(ct);
        if (await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT run_id FROM run WHERE status = 'running'", cancellationToken: ct)) is { } runId)
        {
            await dispatcher.DispatchAsync(runId, ct);
        }
    }
}
