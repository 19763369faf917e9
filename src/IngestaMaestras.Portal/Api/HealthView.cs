using IngestaMaestras.Portal.Hosting.Health;

namespace IngestaMaestras.Portal.Api;

/// <summary>How everything that the portal depends on answered.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="IsWell">Everything that is not off is up.</param>
/// <param name="Entries">Each dependency.</param>
public sealed record HealthView(DateTimeOffset At, bool IsWell, IReadOnlyList<HealthEntryView> Entries)
{
    internal static HealthView Of(HealthSnapshot snapshot) => new(
        snapshot.At, snapshot.Entries.All(e => e.IsWell),
        [.. snapshot.Entries.Select(e => new HealthEntryView(e.Name, e.State, e.Address, e.LatencyMs, e.Detail))]);
}

/// <summary>One dependency.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Status">How it is.</param>
/// <param name="Address">Where it is, without secrets.</param>
/// <param name="LatencyMs">How long its answer took.</param>
/// <param name="Detail">A Spanish sentence for people.</param>
public sealed record HealthEntryView(
    string Name,
    [property: OneOf(HealthEntry.Up, HealthEntry.Degraded, HealthEntry.Down, HealthEntry.Off)] string Status,
    string? Address,
    long? LatencyMs,
    string? Detail);
