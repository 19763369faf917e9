namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary>How everything answered at one moment.</summary>
/// <param name="LastFaults">By dependency, the last fault that this process has seen, and when; also of those that are well again.</param>
public sealed record HealthSnapshot(DateTimeOffset At, IReadOnlyList<HealthEntry> Entries, IReadOnlyDictionary<string, HealthFault> LastFaults);

/// <summary>A dependency that was not well.</summary>
public sealed record HealthFault(DateTimeOffset At, string? Detail);
