using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>
/// The services of one worker, put together as the portal does it, on a hub and folders that it shares with other
/// workers of the test. Its jobs run when told to.
/// </summary>
internal sealed class TestWorker : IAsyncDisposable
{
    /// <param name="targets">Makes the worker's own clients of the test's targets.</param>
    public TestWorker(
        string connectionString, DataFolders folders, IngestaOptions options, Func<LayoutSet> layouts, TimeProvider time,
        Func<TestWorker, IEnumerable<IDeliveryTarget>>? targets = null, DeliveryOptions? delivery = null,
        ILoggerFactory? loggers = null)
    {
        ILogger<T> Logger<T>() => (loggers ?? NullLoggerFactory.Instance).CreateLogger<T>();
        Delivery = delivery ?? new DeliveryOptions();
        var calendar = options.CreateCalendar();
        Database = new HubDatabase(connectionString, options.TimeZone);
        Tables = new HubTables(Database);
        Stager = new FileStager(Database);
        Merger = new FileMerger(Database, Tables, layouts, options.ErrorLogLimitPerFile);
        Mover = new FileMover(Database, folders);
        ArrivalWatcher arrivals = new(folders, options, time);
        Registry = new FileRegistry(Database, folders, layouts, calendar, time);
        Leases = new LeaseKeeper(Database, options, WorkerIdentity.Current(), time, NullLogger<LeaseKeeper>.Instance);
        Claims = new FileClaims(Database, Leases);
        RunFindings findings = new(layouts, () => [], arrivals, calendar, time);
        Dispatcher = new RunDispatcher(Database, layouts, Jobs);
        Consolidator = new RunConsolidator(Database, layouts, findings, Jobs, Delivery, Logger<RunConsolidator>());
        Targets = new DeliveryTargets(targets?.Invoke(this) ?? []);
        Deliveries = new DeliveryStore(Database, Leases.Worker, options.LeaseDuration);
        Feed = new ChangeFeed(Database, Tables);
        DeliveryRunner = new DeliveryRunner(
            Targets, Deliveries, new AheadCheck(Database, Deliveries, Logger<AheadCheck>()), Feed, layouts, Delivery, options, TimeProvider.System, Logger<DeliveryRunner>());
        DeliveryDispatcher = new DeliveryDispatcher(Database, Targets, DeliveryRunner, Jobs);
        DeliveryJob = new DeliveryJob(DeliveryRunner, Consolidator, Dispatcher, Database);
        Reconciliation = new Reconciliation(Database, Targets, Deliveries, DeliveryRunner, DeliveryDispatcher, Feed);
        TargetOperations = new TargetOperations(Database, Targets, DeliveryRunner, DeliveryDispatcher);
        Replay = new ReplayOperations(
            Database, Targets, Deliveries, DeliveryRunner, DeliveryDispatcher, Reconciliation, Feed, layouts);
        Starter = new RunStarter(
            Database, arrivals, Registry, new LandingMoves(Database, Mover), findings, Dispatcher, Leases, Jobs, Logger<RunStarter>());
        StepLog steps = new(Database);
        StagingStep staging = new(Database, folders, Tables, Stager, steps, Logger<StagingStep>());
        Steps = new FileSteps(
            Database, folders, layouts, Mover, Claims, steps, staging, Merger,
            new ArchiveStep(Database, folders, layouts, Mover), Logger<FileSteps>());
        Pipeline = new FilePipeline(Claims, Leases, Steps, Dispatcher, DeliveryDispatcher, options, Logger<FilePipeline>());
        Files = new FileOperations(Database, folders, Mover, arrivals, Registry, Consolidator);
        Runs = new RunOperations(Database, Consolidator);
        DryRuns = new DryRunner(
            Database, folders, layouts, arrivals, calendar, time, Stager, Merger, Runs);
        Nights = new NightScheduler(
            Database, calendar, arrivals, Registry, Starter, Consolidator, time, NullLogger<NightScheduler>.Instance);
        Sweeper = new Sweeper(Database, Leases.Worker, Dispatcher, Consolidator, DeliveryDispatcher, Jobs, NullLogger<Sweeper>.Instance);
        Reconciler = new Reconciler(Database, folders, Mover, NullLogger<Reconciler>.Instance);
        Pauses = new PauseOperations(Database);
        DateOutcomes dates = new(Database);
        Accept = new AcceptOperations(Database, dates);
        FileForecast forecast = new(Database, folders, new FileQueries(Database, new FolderReader(folders), arrivals, layouts), layouts);
        RunFollower follower = new(Database, Files, Consolidator);
        DeliveryFollower deliveries = new(Database, DeliveryDispatcher);
        DeliveryStatus status = new(Database);
        OperationStore store = new(Database, Leases.Worker);
        IOperationKind[] kinds =
        [
            new ReprocessFilesKind(forecast, follower), new SendBackFilesKind(forecast, Files), new RerunDatesKind(Database, dates, forecast, follower),
            new ResolveErrorsKind(Database), new DeliverKind(status, Targets, DeliveryRunner, deliveries),
            new ReplayKind(Replay, status, Targets, deliveries), new CompareKind(Reconciliation, Targets, status, layouts),
            new MendKind(store, Reconciliation, deliveries, layouts), new DryRunKind(DryRuns),
        ];
        Operations = new BulkOperations(Database, kinds);
        OperationStore = store;
        OperationRunner = new OperationRunner(store, kinds, options, Logger<OperationRunner>());
    }

    public HubDatabase Database { get; }

    public InlineJobs Jobs { get; } = new();

    public HubTables Tables { get; }

    public FileStager Stager { get; }

    public FileMerger Merger { get; }

    public FileMover Mover { get; }

    public FileRegistry Registry { get; }

    public LeaseKeeper Leases { get; }

    public FileClaims Claims { get; }

    public RunDispatcher Dispatcher { get; }

    public RunConsolidator Consolidator { get; }

    public RunStarter Starter { get; }

    public FileSteps Steps { get; }

    public FilePipeline Pipeline { get; }

    public FileOperations Files { get; }

    public RunOperations Runs { get; }

    public DryRunner DryRuns { get; }

    public DeliveryOptions Delivery { get; }

    public DeliveryTargets Targets { get; }

    public DeliveryStore Deliveries { get; }

    public ChangeFeed Feed { get; }

    public DeliveryRunner DeliveryRunner { get; }

    public DeliveryDispatcher DeliveryDispatcher { get; }

    public DeliveryJob DeliveryJob { get; }

    public Reconciliation Reconciliation { get; }

    public ReplayOperations Replay { get; }

    public TargetOperations TargetOperations { get; }

    public NightScheduler Nights { get; }

    public Sweeper Sweeper { get; }

    public Reconciler Reconciler { get; }

    public PauseOperations Pauses { get; }

    public AcceptOperations Accept { get; }

    public BulkOperations Operations { get; }

    public OperationStore OperationStore { get; }

    public OperationRunner OperationRunner { get; }

    /// <summary>Executes what waits in the queue, and what that adds, until nothing is left.</summary>
    public Task DrainAsync() => Jobs.DrainAsync(this);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
