using IngestaMaestras.Portal.Observability.Alerts;
using Prometheus;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Services and middleware of what watches the program.</summary>
internal static class ObservabilitySetup
{
    private static readonly TimeSpan AlertTimeout = TimeSpan.FromSeconds(10);

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
        services.AddSingleton<IMetricsPart, BackupMetrics>();
        services.AddSingleton<MetricsCollection>();
        services.AddHostedService<MetricsServer>();
        return services;
    }

    /// <summary>What the portal shows of alerts, and what it tells by itself.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, AlertOptions options)
    {
        services.AddHttpClient(nameof(WebhookChannel), client => client.Timeout = AlertTimeout)
            // The address of a webhook may be a secret by itself.
            .RemoveAllLoggers();
        services.AddSingleton<OwnAlerts>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<OutageNotices>();
        services.AddSingleton<AlertTrial>();
        services.AddSingleton(sp => ActivatorUtilities.CreateInstance<CurrentAlerts>(sp, ClientOf(sp)));
        if (options.HasMail)
        {
            services.AddSingleton<IAlertChannel, MailChannel>();
        }

        if (options.HasWebhook)
        {
            services.AddSingleton<IAlertChannel>(sp => new WebhookChannel(options, ClientOf(sp)));
        }

        services.AddHostedService<AlertNotifier>();
        return services;
    }

    private static HttpClient ClientOf(IServiceProvider services) =>
        services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WebhookChannel));

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
