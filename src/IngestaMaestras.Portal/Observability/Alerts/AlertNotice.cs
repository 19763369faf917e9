namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>A message about an alert by one channel.</summary>
/// <param name="Attempt">From one on.</param>
public sealed record AlertNotice(PortalAlert Alert, string Channel, int Attempt);
