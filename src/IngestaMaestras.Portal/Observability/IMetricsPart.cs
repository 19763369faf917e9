namespace IngestaMaestras.Portal.Observability;

/// <summary>A part of the metrics that is read when Prometheus asks.</summary>
public interface IMetricsPart
{
    /// <summary>Bounded: a label's value.</summary>
    string Name { get; }

    /// <summary>Reads everything anew. What cannot be read is cleared, not thrown; only a fault of ours is an exception.</summary>
    Task ReadAsync(CancellationToken ct);

    /// <summary>Nothing of this part is known.</summary>
    void Clear();
}
