using Hangfire;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Commands;

namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary><c>GET /api/health</c> and <c>/health</c>: every dependency, for whoever is signed in or can read <see cref="PortalFile"/>.</summary>
internal static class HealthEndpoint
{
    public const string Path = "/api/health";

    /// <summary>The same, beside the bare states.</summary>
    public const string ShortPath = "/health";

    /// <summary>Header with the token.</summary>
    public const string TokenHeader = "X-Ingesta-Token";

    public static void MapPortalHealth(this WebApplication app)
    {
        PortalFile? file = null;
        var root = app.Services.GetRequiredService<DataFolders>().Root;
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            file = PortalFile.Create(app.Urls.First());
            file.Write(root);
        });
        app.Lifetime.ApplicationStopping.Register(() => file?.Remove(root));
        foreach (var path in new[] { Path, ShortPath })
        {
            app.MapGet(path, async (HttpContext context, HealthProbe probe, CancellationToken ct) =>
                context.User.May(Permission.See) || (file is not null && file.Accepts(context.Request.Headers[TokenHeader]))
                    ? Results.Json(await probe.ExecuteAsync(ct), DeliveryArguments.Json)
                    : Results.StatusCode(StatusCodes.Status401Unauthorized)).AllowAnonymous();
        }
    }

    public static IServiceCollection AddHealthProbe(this IServiceCollection services) => services.AddSingleton<HealthMonitor>().AddSingleton(sp => new HealthProbe(
        sp.GetRequiredService<HubConnector>().ConnectionString, sp.GetRequiredService<DataFolders>().Root,
        sp.GetRequiredService<DeliveryTargets>().All, sp.GetRequiredService<Func<LayoutSet>>(), () => sp.GetRequiredService<JobStorage>(),
        sp.GetRequiredService<BusinessCalendar>()));
}
