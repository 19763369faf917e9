namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>Another worker, or a replay, has taken this delivery over: whatever is not committed yet may not be.</summary>
public sealed class DeliveryLostException(string target, string maestra)
    : Exception($"La entrega de {maestra} a {target} la tiene ahora otro trabajador.");
