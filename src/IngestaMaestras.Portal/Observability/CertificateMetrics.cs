namespace IngestaMaestras.Portal.Observability;

/// <summary>When the certificates run out that the settings name.</summary>
internal sealed class CertificateMetrics(IngestaMetrics metrics, Certificates certificates) : IMetricsPart
{
    public string Name => "certificates";

    public Task ReadAsync(CancellationToken ct)
    {
        metrics.CertificateExpiry.Set(certificates.Read().Select(c => (new[] { c.Name }, (double)new DateTimeOffset(c.ExpiresAt).ToUnixTimeSeconds())));
        return Task.CompletedTask;
    }

    public void Clear() => metrics.CertificateExpiry.Clear();
}
