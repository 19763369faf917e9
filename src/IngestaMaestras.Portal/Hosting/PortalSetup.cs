using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hangfire;
using IngestaMaestras.Ingestion.Checks;
using IngestaMaestras.Ingestion.Corrections;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Audit;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.DryRuns;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Filters;
using IngestaMaestras.Ingestion.Queries.Lines;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Queries.Search;
using IngestaMaestras.Ingestion.Queries.Traces;
using IngestaMaestras.Ingestion.Queries.Workers;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Api;
using IngestaMaestras.Portal.Hosting.Health;
using IngestaMaestras.Portal.Hosting.Logging;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>Services and middleware of the pages.</summary>
internal static class PortalSetup
{
    /// <summary>Folder under the data root, which all instances share.</summary>
    private const string KeyFolder = "keys";

    public static IServiceCollection AddPortal(this IServiceCollection services, AccessOptions access)
    {
        services.AddRazorPages().AddMvcOptions(options =>
        {
            options.Filters.Add<AccessFilter>();
            options.Filters.Add<AddressFilter>();
        });
        services.AddAccess(access);
        services.AddApi();
        services.Configure<CookieTempDataProviderOptions>(options => Harden(options.Cookie, "ingesta.resultado"));
        services.AddAntiforgery(options => Harden(options.Cookie, "ingesta.formulario"));
        // Accents and eñes go out as they are; what HTML gives a meaning to is escaped all the same.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddKeys();
        services.AddPortalQueries();
        services.AddFileActions();
        services.AddSingleton<Show>();
        services.AddSingleton<PermissionReport>();
        services.AddSingleton<Reviews>();
        services.AddSingleton<ReviewFactReader>();
        return services;
    }

    /// <summary>The read side of the pages.</summary>
    public static IServiceCollection AddPortalQueries(this IServiceCollection services)
    {
        services.TryAddSingleton<DateOutcomes>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<DryRunQueries>();
        services.AddSingleton<RunMedians>();
        services.AddSingleton<LogQueries>();
        services.AddSingleton<HeldDeletes>();
        services.AddSingleton<ErrorQueries>();
        services.AddSingleton<ErrorGroupQueries>();
        services.AddSingleton<FileLayouts>();
        services.AddSingleton<HubRecords>();
        services.TryAddSingleton<FolderReader>();
        services.TryAddSingleton<FileQueries>();
        services.AddSingleton<FileHistory>();
        services.AddSingleton<LineMarks>();
        services.AddSingleton<SavedFilterQueries>();
        services.AddSingleton<SavedFilterOperations>();
        services.AddSingleton<MasterQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<SearchQueries>();
        services.AddSingleton<FileTraces>();
        services.AddSingleton<WorkerQueries>();
        services.AddSingleton<MasterCatalog>();
        services.AddSingleton<HubRowQueries>();
        return services;
    }

    /// <summary>What people do with files through the pages: hand in, correct, try, discard.</summary>
    private static IServiceCollection AddFileActions(this IServiceCollection services)
    {
        services.AddSingleton<UploadStore>();
        services.AddSingleton<FileLanding>();
        services.AddSingleton<FileTrials>();
        services.AddSingleton<ParentCheck>();
        services.AddSingleton<CorrectionSources>();
        services.AddSingleton<CorrectionOperations>();
        services.AddSingleton<DiscardOperations>();
        services.AddSingleton<UploadReader>();
        return services;
    }

    public static void UsePortal(this WebApplication app)
    {
        app.UseProxies();
        app.UseMiddleware<RequestCorrelation>();
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
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = KeepVersions });
        app.UseRouting();
        app.UseRequestMetrics();
        app.UseApiProblems();
        app.UseMiddleware<ReadinessGate>();
        app.UseAccess();
        app.UseApi();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapPortalHealth();
        app.MapApi();
        app.MapRazorPages();
        app.MapHangfireDashboard(DashboardAccess.Path, new DashboardOptions
        {
            Authorization = [new DashboardAccess()],
            IsReadOnlyFunc = DashboardAccess.IsReadOnly,
            DashboardTitle = "Trabajos de IngestaMaestras",
            AppPath = "/",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization();
    }

    /// <summary>Forms that were opened before a restart must still be accepted after it.</summary>
    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("IngestaMaestras");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolders, ILoggerFactory>((options, folders, loggers) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(folders.Root, KeyFolder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.XmlRepository = new FileSystemXmlRepository(folder, loggers);
        });
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>A file that is asked for with its version never changes under that address.</summary>
    private static void KeepVersions(StaticFileResponseContext file)
    {
        if (file.Context.Request.Query.ContainsKey("v"))
        {
            file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        }
    }

    /// <summary>Bare states for probes: alive, and able to work.</summary>
    private static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/health/ready", async (RuntimeState state, HubDatabase hub, CancellationToken ct) =>
            state.IsReady && await CanQueryAsync(hub, ct)
                ? Results.Text("ok")
                : Results.Text("no", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
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
