using Cronos;
using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Configuration;

/// <summary>Section <c>Ingesta</c> of the settings.</summary>
public sealed class IngestaOptions
{
    /// <summary>The folder that holds <c>input/ work/ processed/ error/</c>, on one volume.</summary>
    public string DataRoot { get; set; } = "data";

    /// <summary>The folder of the <c>*.toon</c> layouts; empty: <c>layouts</c> beside the program or above it.</summary>
    public string LayoutsPath { get; set; } = "";

    /// <summary>How long size, time and inode of a file must stay the same before it counts as arrived.</summary>
    public TimeSpan ArrivalQuietPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often input is looked at while the portal runs, to show what is arriving.</summary>
    public TimeSpan ArrivalLookInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When the nightly run is due: five-field cron, in <see cref="TimeZone"/>.</summary>
    public string Schedule { get; set; } = "0 2 * * *";

    /// <summary>How often input is searched for further files of an open night: five-field cron.</summary>
    public string DiscoverySchedule { get; set; } = "*/5 * * * *";

    /// <summary>Local time until which files are added to the night's run, as <c>HH:mm</c>.</summary>
    public TimeOnly ClosingTime { get; set; } = new(6, 0);

    /// <summary>IANA name of the business's time zone.</summary>
    public string TimeZone { get; set; } = "America/Bogota";

    /// <summary>Rows of one file in <c>error_log</c>; further ones are counted by type and kept in the rejects file.</summary>
    public int ErrorLogLimitPerFile { get; set; } = 10_000;

    /// <summary>How long a worker owns a file without renewing; a dead worker's files are taken over after this.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are renewed and abandoned work is looked for.</summary>
    public TimeSpan LeaseRenewInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Jobs that one worker executes at the same time.</summary>
    public int WorkerCount { get; set; } = 3;

    /// <summary>How long a job may go without a sign of life before the queue gives it to another worker; signs are automatic.</summary>
    public TimeSpan JobInvisibilityTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Further attempts of a step after a fault of PostgreSQL that may pass.</summary>
    public int DatabaseRetries { get; set; } = 3;

    /// <summary>Wait before the first of them; it doubles each time, with jitter.</summary>
    public TimeSpan DatabaseRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The business calendar that these settings describe.</summary>
    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public BusinessCalendar CreateCalendar() => new(ParseTimeZone(), ParseSchedule(Schedule, nameof(Schedule)), ClosingTime);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        CreateCalendar();
        ParseSchedule(DiscoverySchedule, nameof(DiscoverySchedule));
        RequirePositive(ArrivalLookInterval, nameof(ArrivalLookInterval));
        RequirePositive(LeaseDuration, nameof(LeaseDuration));
        RequirePositive(LeaseRenewInterval, nameof(LeaseRenewInterval));
        RequirePositive(JobInvisibilityTimeout, nameof(JobInvisibilityTimeout));
        Require(ArrivalQuietPeriod >= TimeSpan.Zero, nameof(ArrivalQuietPeriod), ArrivalQuietPeriod, "una duración, por ejemplo 00:00:10");
        Require(LeaseRenewInterval * 2 < LeaseDuration, nameof(LeaseRenewInterval), LeaseRenewInterval, "menos de la mitad de LeaseDuration");
        Require(ErrorLogLimitPerFile > 0, nameof(ErrorLogLimitPerFile), ErrorLogLimitPerFile, "un número mayor que 0");
        Require(WorkerCount is > 0 and <= 64, nameof(WorkerCount), WorkerCount, "un número de 1 a 64");
        Require(DatabaseRetries >= 0, nameof(DatabaseRetries), DatabaseRetries, "0 o más");
        Require(DataRoot.Length > 0, nameof(DataRoot), DataRoot, "la ruta de una carpeta");
    }

    private static void RequirePositive(TimeSpan value, string key) =>
        Require(value > TimeSpan.Zero, key, value, "una duración mayor que cero, por ejemplo 00:00:10");

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Ingesta:{key}", value, expected);

    private static CronExpression ParseSchedule(string text, string key)
    {
        try
        {
            return CronExpression.Parse(text);
        }
        catch (CronFormatException)
        {
            throw new ConfigurationException($"Ingesta:{key}", text, "una expresión cron de cinco campos, por ejemplo 0 2 * * *");
        }
    }

    private TimeZoneInfo ParseTimeZone() =>
        TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone)
            ? zone
            : throw new ConfigurationException("Ingesta:TimeZone", TimeZone, "un nombre IANA conocido en esta máquina, por ejemplo America/Bogota (paquete tzdata)");
}
