namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>Ten in the morning of 24 November 2026 in Bogotá, whatever the day of the test.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
}
