using System.Globalization;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>One moment, whatever the day of the test: ten in the morning of 24 November 2026 in Bogotá unless told.</summary>
internal sealed class FixedTime(string utc = "2026-11-24T15:00:00Z") : TimeProvider
{
    private readonly DateTimeOffset _now = DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => _now;
}
