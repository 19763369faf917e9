using Hangfire;
using IngestaMaestras.Ingestion.Delivery;
using Npgsql;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>What the queue retries by itself, and when: deliveries that failed for a reason that may pass.</summary>
internal static class DeliveryRetries
{
    /// <summary>Takes the place of the queue's default of ten retries of everything.</summary>
    public static IGlobalConfiguration UseDeliveryRetries(this IGlobalConfiguration configuration, DeliveryOptions options)
    {
        foreach (var filter in GlobalJobFilters.Filters.Where(f => f.Instance is AutomaticRetryAttribute).ToList())
        {
            GlobalJobFilters.Filters.Remove(filter.Instance);
        }

        var delays = options.ReadRetryDelays();
        return configuration.UseFilter(new AutomaticRetryAttribute
        {
            Attempts = delays.Count,
            DelaysInSeconds = [.. delays.Select(d => (int)Math.Ceiling(d.TotalSeconds))],
            OnlyOn = [typeof(DeliveryException), typeof(NpgsqlException)],
        });
    }
}
