using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.Storage;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Portal.Jobs;
using Npgsql;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary>Asks every dependency whether it is there. Changes nothing, and one that is down hides no other.</summary>
/// <param name="hub">Connection string of the hub; null: it is the private PostgreSQL, and nobody has started it.</param>
/// <param name="storage">The job queue's tables, opened when they are asked for.</param>
public sealed class HealthProbe(
    string? hub, string dataRoot, IReadOnlyList<IDeliveryTarget> targets, Func<LayoutSet> layouts, Func<JobStorage> storage,
    BusinessCalendar calendar)
{
    private const double FewFree = 0.05;
    private const double NoneFree = 0.01;
    private const double BytesPerGigabyte = 1024.0 * 1024 * 1024;
    private const int ConnectSeconds = 5;

    /// <summary>The queue's servers say every five seconds that they are there.</summary>
    private static readonly TimeSpan HeartbeatWithin = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<HealthEntry>> ExecuteAsync(CancellationToken ct)
    {
        var asked = ProbeTargetsAsync(ct);
        var postgres = await ProbePostgresAsync(ct);
        return [postgres, .. await asked, ProbeScheduler(postgres), ProbeDisk()];
    }

    /// <summary>Asks only those that changes are delivered to.</summary>
    public async Task<IReadOnlyList<HealthEntry>> ProbeTargetsAsync(CancellationToken ct) =>
        await Task.WhenAll(targets.Select(t => ProbeAsync(t, ct)));

    private async Task<HealthEntry> ProbePostgresAsync(CancellationToken ct)
    {
        const string Name = "postgresql";
        if (hub is null)
        {
            return new HealthEntry(Name, HealthEntry.Down, null, null, T("Health.PrivateDown"));
        }

        NpgsqlConnectionStringBuilder settings = new(hub) { Timeout = ConnectSeconds, CommandTimeout = ConnectSeconds, Pooling = false };
        var address = settings.Host?.Contains(',', StringComparison.Ordinal) == true
            ? $"{settings.Host}/{settings.Database}"
            : string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}/{settings.Database}");
        var started = Stopwatch.GetTimestamp();
        try
        {
            await using NpgsqlConnection connection = new(settings.ConnectionString);
            await connection.OpenAsync(ct);
            await using NpgsqlCommand command = new("SELECT 1", connection);
            await command.ExecuteScalarAsync(ct);
            return new HealthEntry(
                Name, HealthEntry.Up, string.Create(CultureInfo.InvariantCulture, $"{connection.Host}:{connection.Port}/{connection.Database}"),
                Elapsed(started), $"PostgreSQL {connection.ServerVersion}");
        }
        catch (NpgsqlException e)
        {
            return new HealthEntry(Name, HealthEntry.Down, address, null, e.Message);
        }
    }

    private async Task<HealthEntry> ProbeAsync(IDeliveryTarget target, CancellationToken ct)
    {
        if (target.OffReason is { } off)
        {
            return new HealthEntry(target.Name, HealthEntry.Off, null, null, off);
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            var identity = await target.IdentifyAsync(ct);
            var problems = target.FindProblems(layouts());
            return new HealthEntry(
                target.Name, problems.Count == 0 ? HealthEntry.Up : HealthEntry.Degraded, identity.Address, Elapsed(started),
                problems.Count == 0 ? identity.Detail : string.Join(' ', problems));
        }
        catch (Exception e) when (e is DeliveryException or NpgsqlException)
        {
            return new HealthEntry(target.Name, HealthEntry.Down, null, null, e.Message);
        }
    }

    /// <summary>The night's next time is known, and somebody is there to execute it.</summary>
    private HealthEntry ProbeScheduler(HealthEntry postgres)
    {
        const string Name = "scheduler";
        if (postgres.State == HealthEntry.Down)
        {
            return new HealthEntry(Name, HealthEntry.Down, null, null, T("Health.SchedulerNeedsPostgres"));
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            var queue = storage();
            using var connection = queue.GetConnection();
            var night = connection.GetRecurringJobs([RecurringJobs.Night]).FirstOrDefault();
            var alive = queue.GetMonitoringApi().Servers().Count(s => s.Heartbeat > DateTime.UtcNow - HeartbeatWithin);
            var problem = (night?.NextExecution, night?.Error, alive) switch
            {
                (null, null, _) => T("Health.NightMissing"),
                (_, { } error, _) => T("Health.NightError", error),
                (_, _, 0) => T("Health.NoServers"),
                _ => null,
            };
            return new HealthEntry(
                Name, problem is null ? HealthEntry.Up : HealthEntry.Down, null, Elapsed(started),
                problem ?? T("Health.NextNight", Local(night!.NextExecution!.Value).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), alive));
        }
        catch (NpgsqlException)
        {
            return new HealthEntry(Name, HealthEntry.Down, null, null, T("Health.NoQueueTables"));
        }
    }

    private HealthEntry ProbeDisk()
    {
        const string Name = "disk";
        var root = Path.GetFullPath(dataRoot);
        try
        {
            DriveInfo drive = new(root);
            var free = (double)drive.AvailableFreeSpace / drive.TotalSize;
            return new HealthEntry(
                Name, free < NoneFree ? HealthEntry.Down : free < FewFree ? HealthEntry.Degraded : HealthEntry.Up, root, null,
                T("Health.Free", (free * 100).ToString("0.#", CultureInfo.CurrentCulture), (drive.AvailableFreeSpace / BytesPerGigabyte).ToString("0.#", CultureInfo.CurrentCulture)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HealthEntry(Name, HealthEntry.Down, root, null, e.Message);
        }
    }

    /// <summary>The queue's times are UTC.</summary>
    private DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), calendar.Zone);

    private static long Elapsed(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
