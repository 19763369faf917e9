using Cronos;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>Section <c>Delivery</c> of the settings: what all targets share.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Most changes that are read, sent and committed at once.</summary>
    public int ChunkSize { get; set; } = 5_000;

    /// <summary>Waits before the second, third and fourth attempt of a delivery, separated by commas.</summary>
    public string RetryDelays { get; set; } = "00:00:15,00:01:00,00:04:00";

    /// <summary>When whatever is pending is delivered again, failed deliveries included: five-field cron.</summary>
    public string DrainSchedule { get; set; } = "*/2 * * * *";

    /// <summary>How long a run whose files have all ended stays open for deliveries that are under way.</summary>
    public TimeSpan RunPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often targets are asked who they are.</summary>
    public TimeSpan ContactInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Jobs that one worker executes at the same time for one target.</summary>
    public int WorkersPerTarget { get; set; } = 2;

    /// <summary>The waits as durations.</summary>
    /// <exception cref="ConfigurationException">One is not a duration.</exception>
    public IReadOnlyList<TimeSpan> ReadRetryDelays() =>
        [.. RetryDelays.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
            TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var delay) && delay >= TimeSpan.Zero
                ? delay
                : throw new ConfigurationException("Delivery:RetryDelays", RetryDelays, "duraciones separadas por comas, por ejemplo 00:00:15,00:01:00,00:04:00"))];

    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        ReadRetryDelays();
        Require(ChunkSize is > 0 and <= 100_000, nameof(ChunkSize), ChunkSize, "un número de 1 a 100000");
        Require(WorkersPerTarget is > 0 and <= 32, nameof(WorkersPerTarget), WorkersPerTarget, "un número de 1 a 32");
        Require(RunPatience >= TimeSpan.Zero, nameof(RunPatience), RunPatience, "una duración, por ejemplo 00:00:30");
        Require(ContactInterval > TimeSpan.Zero, nameof(ContactInterval), ContactInterval, "una duración mayor que cero, por ejemplo 00:00:20");
        Require(CronExpression.TryParse(DrainSchedule, out _), nameof(DrainSchedule), DrainSchedule, "una expresión cron de cinco campos, por ejemplo */2 * * * *");
    }

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Delivery:{key}", value, expected);
}
