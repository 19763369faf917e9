namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>What an attempt came to.</summary>
/// <param name="Sent">Changes that arrived.</param>
/// <param name="Message">In Spanish, for the job's record.</param>
public sealed record DeliveryOutcome(long Sent, string Message);
