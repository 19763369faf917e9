namespace IngestaMaestras.Portal.Observability;

/// <summary>Another program listens where the metrics should be. The message is in Spanish.</summary>
public sealed class MetricsPortInUseException(string address) : Exception(
    $"Otro programa ya usa {address}. Elija otro puerto para las métricas, por ejemplo --Metrics:Port=9465, o 0 para no publicarlas.");
