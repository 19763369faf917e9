namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>Every target that this program knows, on or off, in the order of their registration.</summary>
public sealed class DeliveryTargets(IEnumerable<IDeliveryTarget> targets)
{
    public IReadOnlyList<IDeliveryTarget> All { get; } = [.. targets];

    /// <summary>The target of that name; null when there is none.</summary>
    public IDeliveryTarget? Find(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));
}
