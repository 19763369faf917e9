using Prometheus;

namespace IngestaMaestras.Portal.Observability;

/// <summary>
/// Every metric of the program; <c>docs/metrics.md</c> is held to this list by a test. Labels take their values from closed
/// sets only (masters, targets, states, types of error): never a file, a run or a key.
/// </summary>
public sealed class IngestaMetrics
{
    private readonly List<MetricFamily> _families = [];
    private readonly MetricFactory _factory;

    public IngestaMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        _factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);

        DependencyUp = Gauge("ingesta_dependency_up", "1 while the dependency answers, 0 while it does not; none that is off.", "dependency");
        DependencyLatency = Gauge("ingesta_dependency_latency_seconds", "How long the dependency took to answer.", "dependency");

        Runs = Gauge("ingesta_runs", "Runs by state: those that have not ended, and those that ended within 24 hours.", "status");
        RunningSeconds = Gauge("ingesta_run_running_seconds", "How long the run that executes has been at it; 0 while none does.");
        LastRunDuration = Gauge("ingesta_run_last_duration_seconds", "How long the run that ended last took.");
        LastRunEnd = Gauge("ingesta_run_last_end_timestamp_seconds", "When the run that ended last ended.");
        LastRunStatus = Gauge("ingesta_run_last_status", "1 for the state of the run that ended last.", "status");
        LastRunSuccess = Gauge("ingesta_run_last_success_timestamp_seconds", "When a run last ended well.");
        Dates = Gauge("ingesta_dates", "Business dates, of the latest seven with runs or files, by state.", "status");
        Steps = Gauge("ingesta_steps", "Steps that ended within 24 hours, by how.", "step", "status");

        SchedulerHeartbeat = Gauge("ingesta_scheduler_heartbeat_age_seconds", "Since a server of the job queue was last heard of; +Inf: there is none.");
        SchedulerNext = Gauge("ingesta_scheduler_next_run_timestamp_seconds", "When the next night is due.");
        SchedulePaused = Gauge("ingesta_schedule_paused", "1 while the nights are paused.");
        MastersPaused = Gauge("ingesta_master_paused", "1 for a master that is paused.", "maestra");
        QueueLength = Gauge("ingesta_queue_length", "Jobs that no worker has taken yet.", "queue");
        Workers = Gauge("ingesta_workers", "Workers of the job queue, busy and free.", "state");
        Jobs = Gauge("ingesta_jobs", "Jobs by state of the queue.", "state");
        JobRetries = Gauge("ingesta_jobs_waiting_retry", "Jobs that wait for another attempt.");
        JobsEnded = Counter("ingesta_jobs_ended_total", "Jobs that succeeded, and that were deleted.", "state");

        Records = Counter("ingesta_records_total", "Records of all loads, by what became of them.", "maestra", "outcome");
        Rejects = Counter("ingesta_findings_total", "Rejected and warned records of all loads, by type of error.", "maestra", "type");
        Changes = Counter("ingesta_changes_total", "Rows that loads inserted, updated, deleted and left as they were.", "maestra", "operation");
        LastSuccess = Gauge("ingesta_master_last_success_timestamp_seconds", "When a file of the master was last loaded, or found unchanged.", "maestra");
        LastRecords = Gauge("ingesta_master_last_records", "Records of the master's latest date, by what became of them.", "maestra", "outcome");
        ErrorRatio = Gauge("ingesta_file_error_ratio", "Rejected share of the master's latest date, of its worst file, corrections counted.", "maestra");
        ErrorRatioLimit = Gauge("ingesta_file_error_ratio_limit", "Share above which the master's layout asks for an alert.", "maestra");
        FieldErrors = Gauge("ingesta_field_errors", "Open errors of the latest seven dates by field, the twenty with most.", "maestra", "field");
        MasterCondition = Gauge("ingesta_master_condition", "1 for how the master stands on the latest date.", "maestra", "condition");
        MasterLate = Gauge("ingesta_master_late", "1 for a master of which a file of the latest date came late.", "maestra");
        Files = Gauge("ingesta_files", "Files by folder: input, work, error.", "folder");
        FilesWaiting = Gauge("ingesta_files_waiting", "Files in input that no run has taken.");
        FilesFailed = Gauge("ingesta_files_failed", "Files of the latest seven dates that failed and that nobody has mended or accepted.");
        MergesHeld = Gauge("ingesta_merges_held", "Merges that wait for an operator.", "maestra");
        MergesHeldAge = Gauge("ingesta_merges_held_age_seconds", "How long the merge that has waited longest has; 0 while none does.");

        DeliveryPending = Gauge("ingesta_delivery_pending_rows", "Versions that the target has not got: at least as many as the rows that will be sent.", "target", "maestra");
        DeliveryAge = Gauge("ingesta_delivery_oldest_pending_age_seconds", "Since the oldest change that the target has not got was loaded; 0: it has all.", "target");
        Deliveries = Gauge("ingesta_deliveries", "Deliveries of masters by what is being done about them.", "target", "status");
        DeliverySent = Counter("ingesta_delivery_sent_rows_total", "Rows that the target has been sent.", "target", "maestra");
        DeliveryRefused = Gauge("ingesta_delivery_refused_rows", "Rows that the target refused for their contents.", "target");
        DeliverySuccess = Gauge("ingesta_delivery_last_success_timestamp_seconds", "When the target last took something.", "target", "maestra");

        KafkaBrokers = Gauge("ingesta_kafka_brokers", "Brokers of the cluster that are up.");
        KafkaBrokersKnown = Gauge("ingesta_kafka_brokers_known", "Most brokers that this process has seen up at the same time.");
        ConsumerLag = Gauge("ingesta_kafka_consumer_lag", "Events that a watched group of consumers has not read yet.", "group", "maestra");

        PostgresConnections = Gauge("ingesta_postgresql_connections", "Connections of clients to the server, by state.", "state");
        PostgresConnectionsMax = Gauge("ingesta_postgresql_connections_max", "Connections of clients that the server allows.");
        PostgresSize = Gauge("ingesta_postgresql_database_size_bytes", "Size of the hub's database.");
        PostgresTransactions = Counter("ingesta_postgresql_transactions_total", "Transactions of the hub's database, by how they ended.", "outcome");
        PostgresQueries = Counter("ingesta_postgresql_queries_total", "Statements that pg_stat_statements has counted.");
        PostgresQuerySeconds = Counter("ingesta_postgresql_query_seconds_total", "Time that the counted statements took.");

        DiskFree = Gauge("ingesta_disk_free_bytes", "Free space: data root, and the database's volume when it is on this machine.", "volume");
        DiskSize = Gauge("ingesta_disk_size_bytes", "Size of the volume.", "volume");
        CertificateExpiry = Gauge("ingesta_certificate_expiry_timestamp_seconds", "When the configured certificate runs out.", "certificate");
        Installed = Gauge("ingesta_hub_installed_timestamp_seconds", "When the hub was installed.");
        BackupSuccess = Gauge("ingesta_backup_last_success_timestamp_seconds", "When a backup was last made and found good.");
        BackupAgeLimit = Gauge("ingesta_backup_age_limit_seconds", "Age of the last good backup that says that one was missed, by the schedule of backups.");
        Backups = Gauge("ingesta_backups", "Good backups that are in the folder of backups.");
        BackupTaken = Gauge("ingesta_backup_newest_timestamp_seconds", "When the newest good backup of the folder was taken.");
        BackupSize = Gauge("ingesta_backup_newest_size_bytes", "Size of the newest good backup of the folder.");
        MaintenanceFailed = Gauge("ingesta_maintenance_failed", "1 for a task of the maintenance whose last run failed, 0 for one whose last run did not.", "task");
        MaintenanceSuccess = Gauge("ingesta_maintenance_last_success_timestamp_seconds", "When the task of the maintenance was last done.", "task");
        CollectSeconds = Gauge("ingesta_metrics_collect_seconds", "How long the part of these metrics took to be read, last time that it was.", "part");
    }

    public CollectorRegistry Registry { get; }

    /// <summary>All of them, in the order in which the documentation tells of them.</summary>
    public IReadOnlyList<MetricFamily> Families => _families;

    public MetricFamily DependencyUp { get; }

    public MetricFamily DependencyLatency { get; }

    public MetricFamily Runs { get; }

    public MetricFamily RunningSeconds { get; }

    public MetricFamily LastRunDuration { get; }

    public MetricFamily LastRunEnd { get; }

    public MetricFamily LastRunStatus { get; }

    public MetricFamily LastRunSuccess { get; }

    public MetricFamily Dates { get; }

    public MetricFamily Steps { get; }

    public MetricFamily SchedulerHeartbeat { get; }

    public MetricFamily SchedulerNext { get; }

    public MetricFamily SchedulePaused { get; }

    public MetricFamily MastersPaused { get; }

    public MetricFamily QueueLength { get; }

    public MetricFamily Workers { get; }

    public MetricFamily Jobs { get; }

    public MetricFamily JobRetries { get; }

    public MetricFamily JobsEnded { get; }

    public MetricFamily Records { get; }

    public MetricFamily Rejects { get; }

    public MetricFamily Changes { get; }

    public MetricFamily LastSuccess { get; }

    public MetricFamily LastRecords { get; }

    public MetricFamily ErrorRatio { get; }

    public MetricFamily ErrorRatioLimit { get; }

    public MetricFamily FieldErrors { get; }

    public MetricFamily MasterCondition { get; }

    public MetricFamily MasterLate { get; }

    public MetricFamily Files { get; }

    public MetricFamily FilesWaiting { get; }

    public MetricFamily FilesFailed { get; }

    public MetricFamily MergesHeld { get; }

    public MetricFamily MergesHeldAge { get; }

    public MetricFamily DeliveryPending { get; }

    public MetricFamily DeliveryAge { get; }

    public MetricFamily Deliveries { get; }

    public MetricFamily DeliverySent { get; }

    public MetricFamily DeliveryRefused { get; }

    public MetricFamily DeliverySuccess { get; }

    public MetricFamily KafkaBrokers { get; }

    public MetricFamily KafkaBrokersKnown { get; }

    public MetricFamily ConsumerLag { get; }

    public MetricFamily PostgresConnections { get; }

    public MetricFamily PostgresConnectionsMax { get; }

    public MetricFamily PostgresSize { get; }

    public MetricFamily PostgresTransactions { get; }

    public MetricFamily PostgresQueries { get; }

    public MetricFamily PostgresQuerySeconds { get; }

    public MetricFamily DiskFree { get; }

    public MetricFamily DiskSize { get; }

    public MetricFamily CertificateExpiry { get; }

    public MetricFamily Installed { get; }

    public MetricFamily BackupSuccess { get; }

    public MetricFamily BackupAgeLimit { get; }

    public MetricFamily Backups { get; }

    public MetricFamily BackupTaken { get; }

    public MetricFamily BackupSize { get; }

    public MetricFamily MaintenanceFailed { get; }

    public MetricFamily MaintenanceSuccess { get; }

    public MetricFamily CollectSeconds { get; }

    private MetricFamily Gauge(string name, string help, params string[] labels) => Add(MetricType.Gauge, name, help, labels);

    private MetricFamily Counter(string name, string help, params string[] labels) => Add(MetricType.Counter, name, help, labels);

    private MetricFamily Add(MetricType type, string name, string help, string[] labels)
    {
        MetricFamily family = new(_factory, type, name, help, labels);
        _families.Add(family);
        return family;
    }
}
