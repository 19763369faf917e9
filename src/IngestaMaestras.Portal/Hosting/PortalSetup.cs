using System.Globalization;
using Hangfire;
using IngestaMaestras.Ingestion.Hub;
using Microsoft.AspNetCore.Localization;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>Services and middleware of the pages.</summary>
internal static class PortalSetup
{
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorPages();
        return services;
    }

    public static void UsePortal(this WebApplication app)
    {
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/error", "?codigo={0}");
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.GetCultureInfo("es-CO")),
            SupportedCultures = [CultureInfo.GetCultureInfo("es-CO")],
            SupportedUICultures = [CultureInfo.GetCultureInfo("es-CO")],
            RequestCultureProviders = [],
        });
        app.UseMiddleware<SecurityHeaders>();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseMiddleware<ReadinessGate>();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapRazorPages();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            DashboardTitle = "Trabajos de IngestaMaestras",
            AppPath = "/",
            DisplayStorageConnectionString = false,
        });
    }

    /// <summary>Bare states for probes: alive, and able to work.</summary>
    private static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok"));
        app.MapGet("/health/ready", async (RuntimeState state, HubDatabase hub, CancellationToken ct) =>
            state.IsReady && await CanQueryAsync(hub, ct)
                ? Results.Text("ok")
                : Results.Text("no", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static async Task<bool> CanQueryAsync(HubDatabase hub, CancellationToken ct)
    {
        try
        {
            await using var connection = await hub.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1 FROM hangfire.server LIMIT 1";
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
