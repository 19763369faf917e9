namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary>One dependency as it answers now.</summary>
/// <param name="State"><c>up</c>, <c>degraded</c>, <c>down</c> or <c>off</c>.</param>
/// <param name="Address">Where it is, without secrets; null when that is not known.</param>
/// <param name="Detail">In Spanish, for people.</param>
public sealed record HealthEntry(string Name, string State, string? Address, long? LatencyMs, string? Detail)
{
    public const string Up = "up";
    public const string Degraded = "degraded";
    public const string Down = "down";
    public const string Off = "off";

    public bool IsWell => State is Up or Off;
}
