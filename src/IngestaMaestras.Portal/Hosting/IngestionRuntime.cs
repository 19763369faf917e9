using Hangfire;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Jobs;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// Everything that happens behind the pages: brings the database up to date, reconciles folders, takes jobs, renews
/// leases and sweeps. A database that is down is waited for; the portal answers meanwhile.
/// </summary>
internal sealed class IngestionRuntime(
    IngestaOptions options,
    RuntimeOptions parts,
    RuntimeState state,
    HubConnector connector,
    HubDatabase hub,
    HubMigrator migrator,
    Reconciler reconciler,
    LayoutStore layouts,
    LeaseKeeper leases,
    Sweeper sweeper,
    ArrivalWatcher arrivals,
    DeliveryTargets targets,
    DeliveryStore deliveries,
    DeliveryRunner runner,
    DeliveryOptions delivery,
    OracleOptions oracle,
    OperationRunner operations,
    FirstAccount firstAccount,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<IngestionRuntime> logger) : BackgroundService
{
    /// <summary>A queue without a sign of life for longer than a few of these is a queue that nobody serves.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    /// <summary>Operations that this worker carries on at the same time.</summary>
    private const int OperationLoops = 2;

    private static readonly TimeSpan OperationPoll = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);

    /// <summary>Longest wait for running jobs at shutdown; they stop at the next batch and are resumed by whoever comes.</summary>
    private static readonly TimeSpan JobStopTimeout = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host must not wait for a database before it answers.
        await Task.Yield();
        try
        {
            await PrepareAsync(stoppingToken);
        }
        catch (HubSchemaException e)
        {
            state.Refusal = e;
            // A host that is stopped while it starts would call that a failed start.
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return;
        }

        IReadOnlyList<BackgroundJobServer> servers = parts.Worker ? StartServers() : [];
        if (parts.Scheduler)
        {
            RecurringJobs.Register(services.GetRequiredService<IRecurringJobManager>(), options, delivery, oracle, services.GetRequiredService<MaintenanceRunner>());
            // Nights that passed while nobody was there are not left until the next one is due.
            services.GetRequiredService<IBackgroundJobClient>().Enqueue<IngestaJobs>(j => j.NightAsync(CancellationToken.None));
        }

        foreach (var problem in targets.All.Where(t => t.OffReason is null).SelectMany(t => t.FindProblems(layouts.Current)))
        {
            logger.LogWarning("{Problem}", problem);
        }

        state.IsReady = true;
        logger.LogInformation("Listo: carpeta de datos {DataRoot}, layouts {Layouts}", Path.GetFullPath(options.DataRoot), layouts.Folder);
        await Task.WhenAll(
            [BeatAsync(stoppingToken), LookAsync(stoppingToken), WatchTargetsAsync(stoppingToken), .. Enumerable.Range(0, OperationLoops).Select(_ => OperateAsync(stoppingToken))]);
        state.IsReady = false;
        foreach (var server in servers)
        {
            server.SendStop();
        }

        foreach (var server in servers)
        {
            await server.WaitForShutdownAsync(CancellationToken.None);
            server.Dispose();
        }

        if (parts.Worker)
        {
            await LeaveAsync();
        }
    }

    /// <summary>Migrations and reconciliation, again and again until the database answers.</summary>
    private async Task PrepareAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await migrator.MigrateAsync(ct);
                await HangfireSchema.InstallAsync(connector.ConnectionString, ct);
                await StatementStatistics.EnsureAsync(hub, ct);
                await leases.RenewAsync(ct);
                await deliveries.RegisterAsync(targets.All, ct);
                if (parts.IsService)
                {
                    await firstAccount.EnsureAsync(ct);
                }

                await reconciler.ReconcileAsync(ct);
                state.Problem = null;
                return;
            }
            catch (Exception e) when (SqlStates.IsTransient(e))
            {
                state.Problem = $"PostgreSQL no responde: {e.Message}";
                logger.LogWarning("PostgreSQL no responde; se intenta de nuevo en {Delay}: {Reason}", RetryDelay, e.Message);
                await Task.Delay(RetryDelay, ct);
            }
        }
    }

    /// <summary>One for runs and files, and one for each target that is on.</summary>
    private List<BackgroundJobServer> StartServers() =>
    [
        StartServer(leases.Worker.WorkerId, options.WorkerCount, HangfireJobScheduler.Queues),
        .. targets.All.Where(t => t.OffReason is null).Select(t => StartServer(
            $"{leases.Worker.WorkerId}:{t.Name}", delivery.WorkersPerTarget, [HangfireJobScheduler.DeliveryQueue(t.Name)])),
    ];

    private BackgroundJobServer StartServer(string name, int workers, string[] queues) => new(
        new BackgroundJobServerOptions
        {
            WorkerCount = workers,
            Queues = queues,
            ServerName = name,
            StopTimeout = JobStopTimeout,
            ShutdownTimeout = JobStopTimeout,
            HeartbeatInterval = HeartbeatInterval,
            SchedulePollingInterval = TimeSpan.FromSeconds(5),
            CancellationCheckInterval = TimeSpan.FromSeconds(2),
            Activator = services.GetRequiredService<JobActivator>(),
        },
        services.GetRequiredService<JobStorage>());

    /// <summary>Leases and abandoned work, every few seconds.</summary>
    private async Task BeatAsync(CancellationToken ct)
    {
        using PeriodicTimer timer = new(options.LeaseRenewInterval);
        do
        {
            if (parts.Worker)
            {
                try
                {
                    await leases.RenewAsync(ct);
                    await sweeper.SweepAsync(ct);
                    state.Problem = null;
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (SqlStates.IsTransient(e))
                {
                    state.Problem = $"PostgreSQL no responde: {e.Message}";
                    logger.LogWarning("No se pudo buscar trabajo abandonado: {Reason}", e.Message);
                }
            }
        }
        while (await NextAsync(timer, ct));
    }

    /// <summary>Carries operators' wide actions on. A piece that takes long holds up only its own loop.</summary>
    private async Task OperateAsync(CancellationToken ct)
    {
        using PeriodicTimer timer = new(OperationPoll);
        while (parts.Worker && await NextAsync(timer, ct))
        {
            try
            {
                while (await operations.AdvanceNextAsync(ct))
                {
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (SqlStates.IsTransient(e))
            {
                logger.LogWarning("No se pudo seguir con las operaciones: {Reason}", e.Message);
            }
        }
    }

    /// <summary>Keeps an eye on input, so that arrivals are known when a run or a page asks.</summary>
    private async Task LookAsync(CancellationToken ct)
    {
        using PeriodicTimer timer = new(options.ArrivalLookInterval);
        do
        {
            try
            {
                arrivals.Look();
            }
            catch (IOException e)
            {
                logger.LogWarning("No se pudo mirar la carpeta input: {Reason}", e.Message);
            }
        }
        while (await NextAsync(timer, ct));
    }

    /// <summary>
    /// Asks the targets now and then who they are: the portal shows it, and one that is another cluster or database than
    /// before gets everything from the start. The first time it is also asked whether it is ahead of the hub.
    /// </summary>
    private async Task WatchTargetsAsync(CancellationToken ct)
    {
        Dictionary<string, string> problems = [];
        HashSet<string> looked = [];
        using PeriodicTimer timer = new(delivery.ContactInterval);
        do
        {
            foreach (var target in targets.All.Where(t => t.OffReason is null))
            {
                try
                {
                    await runner.ContactAsync(target, ct);
                    if (!looked.Contains(target.Name))
                    {
                        await runner.LookAheadAsync(target, ct);
                        looked.Add(target.Name);
                    }

                    if (problems.Remove(target.Name))
                    {
                        logger.LogInformation("{Target} responde de nuevo", target.Title);
                    }
                }
                catch (DeliveryException e)
                {
                    if (problems.TryAdd(target.Name, e.Message))
                    {
                        logger.LogWarning("{Reason}", e.Message);
                    }
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (SqlStates.IsTransient(e))
                {
                    logger.LogWarning("No se pudo anotar el estado de {Target}: {Reason}", target.Title, e.Message);
                }
            }
        }
        while (await NextAsync(timer, ct));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await leases.LeaveAsync(CancellationToken.None);
        }
        catch (Exception e) when (SqlStates.IsTransient(e))
        {
            logger.LogWarning("PostgreSQL no respondió al salir; las reservas vencen solas: {Reason}", e.Message);
        }
    }
}
