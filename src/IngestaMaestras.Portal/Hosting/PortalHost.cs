using System.Net.Sockets;
using Hangfire;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting.Health;
using IngestaMaestras.Portal.Hosting.Logging;
using IngestaMaestras.Portal.Observability;
using Microsoft.AspNetCore.Connections;
using Serilog;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>The host of <c>serve</c>.</summary>
internal static class PortalHost
{
    /// <summary>Only this machine is answered unless a setting says otherwise: without a proxy there is no TLS.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Longer than the jobs' own stop time-out, shorter than any service manager's patience.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(string[] settings, bool portal, RuntimeOptions parts, CancellationToken ct)
    {
        var builder = CreateBuilder(settings);
        var options = Settings.ReadIngesta(builder.Configuration);
        var url = builder.Configuration["urls"] is { Length: > 0 } configured ? configured : DefaultUrl;
        builder.WebHost.UseUrls(portal ? url : "http://127.0.0.1:0");
        new DataFolders(options.DataRoot).Prepare();

        using var startup = LoggerFactory.Create(logging => logging.AddSerilog(LoggingSetup.CreateForStart(builder.Configuration)));
        await using var connector = await HubConnector.ConnectAsync(
            builder.Configuration, options, startup.CreateLogger(typeof(PortalHost).FullName!), ct);
        await using var app = Build(builder, options, portal, parts, connector);
        await RunAsync(app, url, ct);
    }

    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = FindWebRoot(),
        });
        builder.Configuration.AddSecretFiles();
        return builder;
    }

    /// <summary>Puts the program together without starting it.</summary>
    public static WebApplication Build(
        WebApplicationBuilder builder, IngestaOptions options, bool portal, RuntimeOptions parts, HubConnector connector)
    {
        var access = Settings.ReadAccess(builder.Configuration);
        LoggingSetup.Configure(builder.Services, builder.Configuration, new StepLogSink(connector.ConnectionString));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddAccounts(access);
        builder.Services.AddIngestion(builder.Configuration, options, parts, connector);
        builder.Services.AddHealthProbe();
        builder.Services.AddObservability(Settings.ReadMetrics(builder.Configuration));
        builder.Services.AddAlerts(Settings.ReadAlerts(builder.Configuration));
        if (portal)
        {
            builder.Services.AddSingleton(Settings.ReadContacts(builder.Configuration));
            builder.Services.AddPortal(access);
        }

        var app = builder.Build();
        if (portal)
        {
            app.UsePortal();
        }

        return app;
    }

    /// <summary>Published: beside the program. Built: at the top of the source tree, where npm's assets are restored to.</summary>
    private static string FindWebRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "wwwroot");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "wwwroot");
    }

    private static async Task RunAsync(WebApplication app, string url, CancellationToken ct)
    {
        try
        {
            var state = app.Services.GetRequiredService<RuntimeState>();
            await app.RunAsync(ct);
            if (state.Refusal is { } refusal)
            {
                throw refusal;
            }
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new PortInUseException(url);
        }
    }
}
