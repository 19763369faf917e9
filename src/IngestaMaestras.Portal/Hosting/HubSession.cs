using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting.Logging;
using Serilog;
using Serilog.Events;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>The ingestion's services for a verb of the command line: the hub is connected and up to date, no job is taken yet.</summary>
internal sealed class HubSession : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HubConnector _connector;

    private HubSession(IHost host, HubConnector connector)
    {
        _host = host;
        _connector = connector;
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Whether this process takes jobs.</summary>
    public bool IsWorking { get; private set; }

    /// <param name="settings">Settings given as arguments, such as <c>--Ingesta:DataRoot=/datos</c>.</param>
    public static async Task<HubSession> OpenAsync(string[] settings, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddSecretFiles();
        StepLogSink stepLog = new();
        var logger = LoggingSetup.Create(builder.Configuration, LogEventLevel.Warning, stepLog);
        builder.Services.AddSerilog(logger, dispose: true);
        var options = Settings.ReadIngesta(builder.Configuration);
        new DataFolders(options.DataRoot).Prepare();
        using var startup = LoggerFactory.Create(logging => logging.AddSerilog(logger));
        var connector = await HubConnector.ConnectAsync(
            builder.Configuration, options, startup.CreateLogger(typeof(HubSession).FullName!), ct);
        stepLog.ConnectTo(connector.ConnectionString);
        try
        {
            builder.Services.AddAccounts(Settings.ReadAccess(builder.Configuration));
            builder.Services.AddIngestion(
                builder.Configuration, options, new RuntimeOptions(Worker: true, Scheduler: false, IsService: false), connector);
            HubSession session = new(builder.Build(), connector);
            await session.Services.GetRequiredService<HubMigrator>().MigrateAsync(ct);
            await HangfireSchema.InstallAsync(connector.ConnectionString, ct);
            if (session.Services.GetService<LocalCluster>() is { } local)
            {
                await local.AttachAsync(ct);
            }

            return session;
        }
        catch
        {
            await connector.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes jobs in this process until it ends.</summary>
    public Task StartWorkerAsync(CancellationToken ct)
    {
        IsWorking = true;
        return _host.StartAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsWorking)
        {
            await _host.StopAsync(CancellationToken.None);
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        await _connector.DisposeAsync();
    }
}
