namespace IngestaMaestras.Portal.Jobs;

/// <summary>A delivery that trying again would not mend; the job fails for good, with the reason.</summary>
public sealed class DeliveryRefusedException(Exception cause) : Exception(cause.Message, cause);
