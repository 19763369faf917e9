using Prometheus;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Services and middleware of what watches the program.</summary>
internal static class ObservabilitySetup
{
    public static IServiceCollection AddObservability(this IServiceCollection services, MetricsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IngestaMetrics>();
        services.AddSingleton<HubMetrics>();
        services.AddSingleton<IMetricsPart>(sp => sp.GetRequiredService<HubMetrics>());
        services.AddSingleton<IMetricsPart, HealthMetrics>();
        services.AddSingleton<IMetricsPart, KafkaMetrics>();
        services.AddSingleton<IMetricsPart, DiskMetrics>();
        services.AddSingleton<IMetricsPart, CertificateMetrics>();
        services.AddSingleton<MetricsCollection>();
        services.AddHostedService<MetricsServer>();
        return services;
    }

    /// <summary>Requests by route (never by address) and how long they took.</summary>
    public static void UseRequestMetrics(this WebApplication app)
    {
        var registry = app.Services.GetRequiredService<IngestaMetrics>().Registry;
        app.UseHttpMetrics(options =>
        {
            options.InProgress.Registry = registry;
            options.RequestCount.Registry = registry;
            options.RequestDuration.Registry = registry;
            options.ReduceStatusCodeCardinality();
        });
    }
}
