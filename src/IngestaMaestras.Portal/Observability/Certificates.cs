using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IngestaMaestras.Ingestion.Delivery.Kafka;

namespace IngestaMaestras.Portal.Observability;

/// <summary>The certificates that the settings name: the portal's own, and those for Kafka.</summary>
internal sealed class Certificates(IConfiguration configuration, KafkaOptions kafka, ILogger<Certificates> logger)
{
    /// <summary>Those that can be read, with when they run out.</summary>
    public IReadOnlyList<(string Name, DateTime ExpiresAt)> Read() =>
    [
        .. from named in Named()
           let expires = Expires(named.Path, named.Password)
           where expires is not null
           select (named.Name, expires.Value),
    ];

    private IEnumerable<(string Name, string Path, string? Password)> Named()
    {
        var kestrel = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => (Name: $"portal-{e.Key}", Section: e.GetSection("Certificate")))
            .Prepend((Name: "portal", Section: configuration.GetSection("Kestrel:Certificates:Default")));
        foreach (var (name, section) in kestrel)
        {
            if (section["Path"] is { Length: > 0 } path)
            {
                yield return (name, path, section["Password"]);
            }
        }

        foreach (var (name, setting) in new[] { ("kafka-ca", "ssl.ca.location"), ("kafka-client", "ssl.certificate.location") })
        {
            if (kafka.Client.TryGetValue(setting, out var path))
            {
                yield return (name, path, null);
            }
        }
    }

    private DateTime? Expires(string path, string? password)
    {
        try
        {
            using var certificate = X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : X509CertificateLoader.LoadCertificateFromFile(path);
            return certificate.NotAfter;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("No se pudo leer el certificado {Path}: {Reason}", path, e.Message);
            return null;
        }
    }
}
