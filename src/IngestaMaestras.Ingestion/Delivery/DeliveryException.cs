namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>A target did not take what it was sent. The data is safe in the hub and is sent again.</summary>
/// <param name="message">One Spanish sentence: what was tried, what came back.</param>
/// <param name="mayPass">True when the same attempt may succeed later without anybody's help.</param>
public sealed class DeliveryException(string message, bool mayPass, Exception? cause = null) : Exception(message, cause)
{
    public bool MayPass { get; } = mayPass;
}
