using Cronos;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Good backups that this machine has, and how old the last one may get; when it was made, the database knows.</summary>
internal sealed class BackupMetrics(
    IngestaMetrics metrics, BackupFolder folder, MaintenanceOptions maintenance, IngestaOptions options, TimeProvider time,
    ILogger<BackupMetrics> logger) : IMetricsPart
{
    /// <summary>Manifests hold a line for each table, and change as often as backups are made.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>A backup takes its time, and may be made again by hand before anybody is told.</summary>
    private const double Grace = 1.3;

    private const int Horizon = 400;

    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public string Name => "backups";

    public async Task ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - _readAt < KeptFor)
        {
            return;
        }

        metrics.BackupAgeLimit.Set(AgeLimit(maintenance.BackupSchedule, options.TimeZone, now)?.TotalSeconds);
        try
        {
            var good = (await folder.ListAsync(ct)).Where(b => b.Manifest.VerifiedAt is not null).ToList();
            metrics.Backups.Set(good.Count);
            metrics.BackupTaken.Set(good.Count == 0 ? null : new DateTimeOffset(good[0].Manifest.TakenAt.ToUniversalTime()).ToUnixTimeSeconds());
            metrics.BackupSize.Set(good.Count == 0 ? null : good[0].Manifest.SizeBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("No se pudo mirar la carpeta de respaldos {Folder}: {Reason}", folder.Folder, e.Message);
            Clear();
        }

        _readAt = now;
    }

    public void Clear()
    {
        metrics.Backups.Clear();
        metrics.BackupTaken.Clear();
        metrics.BackupSize.Clear();
    }

    /// <summary>The longest wait between two backups by schedule within the year to come, and three tenths of it more.</summary>
    /// <returns>Null: the schedule makes fewer than two.</returns>
    internal static TimeSpan? AgeLimit(string schedule, string timeZone, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var due = CronExpression.Parse(schedule).GetOccurrences(now.UtcDateTime, now.UtcDateTime.AddDays(Horizon), zone).Take(1_000).ToList();
        return due.Count < 2 ? null : due.Zip(due.Skip(1), (a, b) => b - a).Max() * Grace;
    }
}
