using Hangfire;
using Hangfire.PostgreSql;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Drills;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Maintenance.Rebuild;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Hosting.Logging;
using IngestaMaestras.Portal.Jobs;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Observability.Alerts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>Puts the parts together: the same for the portal, for a worker alone and for verbs of the command line.</summary>
internal static class IngestionServices
{
    public static IServiceCollection AddIngestion(
        this IServiceCollection services, IConfiguration configuration, IngestaOptions options, RuntimeOptions parts, HubConnector connector)
    {
        services.AddSingleton(parts);
        services.AddSingleton(options);
        services.AddSingleton(connector);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options.CreateCalendar());
        services.AddSingleton(_ => new HubDatabase(connector.ConnectionString, options.TimeZone));
        services.AddSingleton(sp => new HubMigrator(sp.GetRequiredService<HubDatabase>(), sp.GetRequiredService<ILogger<HubMigrator>>()));
        var maintenance = Settings.ReadMaintenance(configuration);
        services.AddSingleton(new DataFolders(options.DataRoot, maintenance.ArchiveFolder.Length > 0 ? maintenance.ArchiveFolder : null));
        services.AddSingleton(WorkerIdentity.Current());

        services.AddSingleton(sp => new LayoutStore(
            LayoutsPath.Resolve(options.LayoutsPath), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<LayoutStore>>()));
        services.AddSingleton<Func<LayoutSet>>(sp => () => sp.GetRequiredService<LayoutStore>().Current);
        services.AddSingleton<Func<IReadOnlyList<LayoutProblem>>>(sp => () => sp.GetRequiredService<LayoutStore>().Problems);

        services.AddSingleton<ArrivalWatcher>();
        services.AddSingleton<FileMover>();
        services.AddSingleton<FileRegistry>();
        services.AddSingleton<LandingMoves>();
        services.AddSingleton<Reconciler>();

        services.AddSingleton<HubTables>();
        services.AddSingleton<KeyChange>();
        services.AddSingleton<FileStager>();
        services.AddSingleton(sp => new FileMerger(
            sp.GetRequiredService<HubDatabase>(), sp.GetRequiredService<HubTables>(), sp.GetRequiredService<Func<LayoutSet>>(),
            options.ErrorLogLimitPerFile));

        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<FileClaims>();
        services.AddSingleton<RunFindings>();
        services.AddSingleton<RunDispatcher>();
        services.AddSingleton<RunConsolidator>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<NightScheduler>();
        services.AddSingleton<DryRunner>();
        services.AddSingleton<Sweeper>();

        services.AddSingleton<StepLog>();
        services.AddSingleton<StagingStep>();
        services.AddSingleton<ArchiveStep>();
        services.AddSingleton<FileSteps>();
        services.AddSingleton<FilePipeline>();

        services.AddSingleton<FileOperations>();
        services.AddSingleton<RunOperations>();
        services.AddSingleton<NoteOperations>();
        services.AddSingleton<PauseOperations>();
        services.AddSingleton<AcceptOperations>();
        services.AddSingleton<ErrorOperations>();
        services.AddBulkOperations();
        services.AddBackups(configuration, options);
        services.AddMaintenance(maintenance, Settings.ReadAlerts(configuration), Settings.ReadLog(configuration));
        return services.AddDelivery(configuration, options, parts).AddJobs(options, connector);
    }

    /// <summary>What is done every so often; a new task is a line here.</summary>
    private static void AddMaintenance(this IServiceCollection services, MaintenanceOptions maintenance, AlertOptions alerts, LogOptions log)
    {
        services.AddSingleton(maintenance);
        services.AddSingleton(alerts);
        services.AddSingleton<MailSender>();
        services.AddSingleton<Certificates>();
        services.AddSingleton<Reminders>();
        services.AddSingleton<WeekReader>();
        services.AddSingleton<RebuildPlans>();
        services.AddSingleton<TopicPolicies>();
        services.TryAddSingleton<UploadStore>();
        services.AddSingleton<WeeklyReports>();
        services.AddSingleton<WeeklyReportStore>();
        services.AddSingleton<IMaintenanceTask, BackupTask>();
        services.AddSingleton<IMaintenanceTask, DrillTask>();
        services.AddSingleton<IMaintenanceTask, TombstonePurge>();
        services.AddSingleton<IMaintenanceTask>(sp => new StepLogPurge(sp.GetRequiredService<HubDatabase>(), maintenance.StepLogDays));
        services.AddSingleton<IMaintenanceTask, StagingPurge>();
        services.AddSingleton<IMaintenanceTask, TemporaryFiles>();
        services.AddSingleton<IMaintenanceTask, TableStatistics>();
        services.AddSingleton<IMaintenanceTask, ArchiveProcessed>();
        services.AddSingleton<IMaintenanceTask, Measurements>();
        services.AddSingleton<IMaintenanceTask, UploadPurge>();
        services.AddSingleton<IMaintenanceTask>(sp => new LogFiles(log, sp.GetRequiredService<DataFolders>().Root, sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMaintenanceTask, DeadRows>();
        services.AddSingleton<IMaintenanceTask, ExpiredJobs>();
        services.AddSingleton<IMaintenanceTask, TopicCheck>();
        services.AddSingleton<IMaintenanceTask, TopicRepair>();
        services.AddSingleton<IMaintenanceTask, RebuildTask>();
        services.AddSingleton<IMaintenanceTask, WeeklyReportTask>();
        services.AddSingleton(sp => new MaintenanceRunner(
            sp.GetRequiredService<HubDatabase>(),
            [.. sp.GetServices<IMaintenanceTask>(), .. MaintenanceTasks.Retention(sp.GetRequiredService<HubDatabase>(), maintenance)],
            maintenance, sp.GetRequiredService<IngestaOptions>(), sp.GetRequiredService<TimeProvider>()));
    }

    private static void AddBackups(this IServiceCollection services, IConfiguration configuration, IngestaOptions options)
    {
        var backup = Settings.ReadBackup(configuration);
        services.AddSingleton(new BackupFolder(backup.FolderUnder(options.DataRoot), backup));
        services.AddSingleton<BackupWriter>();
        services.AddSingleton<RestoredFiles>();
        services.AddSingleton<BackupRestorer>();
        services.AddSingleton(new DrillFolder(options.DataRoot));
        services.AddSingleton(sp => new DrillSetting(
            options, sp.GetRequiredService<KafkaOptions>(), sp.GetRequiredService<DeliveryOptions>(), sp.GetRequiredService<BusinessCalendar>(),
            sp.GetRequiredService<WorkerIdentity>(), sp.GetRequiredService<Func<LayoutSet>>(), LayoutsPath.Resolve(options.LayoutsPath),
            ThisProgram(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RecoveryDrill>();
    }

    /// <summary>How to start another process of this program: its own executable, or the runtime with its assembly.</summary>
    private static string[] ThisProgram()
    {
        var assembly = typeof(IngestionServices).Assembly.Location;
        var executable = Path.ChangeExtension(assembly, null);
        return Environment.ProcessPath == executable ? [executable] : ["dotnet", assembly];
    }

    /// <summary>Wide actions; a new kind is a line here.</summary>
    private static void AddBulkOperations(this IServiceCollection services)
    {
        services.TryAddSingleton<DateOutcomes>();
        services.TryAddSingleton<FolderReader>();
        services.TryAddSingleton<FileQueries>();
        services.AddSingleton<FileForecast>();
        services.AddSingleton<RunFollower>();
        services.AddSingleton<DeliveryFollower>();
        services.AddSingleton<OperationStore>();
        services.AddSingleton<BulkOperations>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<IOperationKind, ReprocessFilesKind>();
        services.AddSingleton<IOperationKind, SendBackFilesKind>();
        services.AddSingleton<IOperationKind, RerunDatesKind>();
        services.AddSingleton<IOperationKind, ResolveErrorsKind>();
        services.AddSingleton<IOperationKind, DeliverKind>();
        services.AddSingleton<IOperationKind, ReplayKind>();
        services.AddSingleton<IOperationKind, CompareKind>();
        services.AddSingleton<IOperationKind, MendKind>();
        services.AddSingleton<IOperationKind, DryRunKind>();
    }

    private static IServiceCollection AddDelivery(
        this IServiceCollection services, IConfiguration configuration, IngestaOptions options, RuntimeOptions parts)
    {
        services.AddSingleton(Settings.ReadDelivery(configuration));
        services.AddKafka(Settings.ReadKafka(configuration), parts);
        services.AddOracle(configuration);
        services.AddSingleton<DeliveryTargets>();
        services.AddSingleton(sp => new DeliveryStore(
            sp.GetRequiredService<HubDatabase>(), sp.GetRequiredService<WorkerIdentity>(), options.LeaseDuration));
        services.AddSingleton<AheadCheck>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<DeliveryRunner>();
        services.AddSingleton<DeliveryDispatcher>();
        services.AddSingleton<DeliveryJob>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<ReplayOperations>();
        services.AddSingleton<DeliveryStatus>();
        services.AddSingleton<TargetOperations>();
        return services;
    }

    /// <summary>With no Kafka configured, <c>serve</c> hosts a cluster; the verbs of the command line find it while it lives.</summary>
    private static void AddKafka(this IServiceCollection services, KafkaOptions kafka, RuntimeOptions parts)
    {
        services.AddSingleton(kafka);
        if (kafka.BootstrapServers.Length == 0)
        {
            services.AddSingleton(sp => new LocalCluster(
                sp.GetRequiredService<HubDatabase>(), sp.GetRequiredService<WorkerIdentity>(), parts.IsService, sp.GetRequiredService<ILogger<LocalCluster>>()));
        }

        services.AddSingleton(sp => new KafkaTarget(
            kafka, sp.GetService<LocalCluster>(), sp.GetRequiredService<ILogger<KafkaTarget>>()));
        services.AddSingleton<IDeliveryTarget>(sp => sp.GetRequiredService<KafkaTarget>());
        services.AddSingleton<KafkaStatus>();
        services.AddSingleton<ITopicAdmin, KafkaTopicAdmin>();
        services.AddSingleton<TopicRelief>();
    }

    private static void AddOracle(this IServiceCollection services, IConfiguration configuration)
    {
        var driver = OracleDriver.Find();
        var oracle = Settings.ReadOracle(configuration, driver);
        services.AddSingleton(oracle);
        services.AddSingleton<IDeliveryTarget>(sp => new OracleTarget(
            oracle, driver, sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<OracleTarget>>()));
        services.AddSingleton(sp => new OracleAuditMirror(
            oracle, driver, sp.GetRequiredService<HubDatabase>(), sp.GetRequiredService<ILogger<OracleAuditMirror>>()));
    }

    private static IServiceCollection AddJobs(this IServiceCollection services, IngestaOptions options, HubConnector connector)
    {
        services.AddSingleton<IJobScheduler, HangfireJobScheduler>();
        services.AddTransient<IngestaJobs>();
        services.AddTransient<DeliveryJobs>();
        services.AddTransient<MaintenanceJobs>();
        services.AddHangfire((provider, configuration) => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(new FailedJobExpirationFilter())
            .UseFilter(new CorrelationFilter())
            .UseDeliveryRetries(provider.GetRequiredService<DeliveryOptions>())
            .UsePostgreSqlStorage(
                bootstrap => bootstrap.UseNpgsqlConnection(HangfireSchema.ConnectionString(connector.ConnectionString)), HangfireSchema.Options(options)));
        services.AddSingleton<RuntimeState>();
        services.AddHostedService<IngestionRuntime>();
        return services;
    }
}
