using System.Net;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Section <c>Metrics</c> of the settings: where Prometheus finds the program's metrics.</summary>
public sealed class MetricsOptions
{
    /// <summary>Port of <c>/metrics</c>; 0: there is none.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>Address to listen on. Metrics are for whoever asks: another one than this machine's belongs behind a firewall.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>How old what was read of the database may be when it is asked for again.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(5);

    public string Address => $"http://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/metrics";

    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public void Validate()
    {
        Require(Port is >= 0 and <= IPEndPoint.MaxPort, nameof(Port), Port, "un puerto de 1 a 65535, o 0 para no publicar métricas");
        Require(
            IPAddress.TryParse(Host, out _),
            nameof(Host), Host, "una dirección IP, por ejemplo 127.0.0.1, o 0.0.0.0 para todas");
        Require(MaxAge >= TimeSpan.Zero && MaxAge <= TimeSpan.FromMinutes(1), nameof(MaxAge), MaxAge, "una duración de hasta 00:01:00");
    }

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Metrics:{key}", value, expected);
}
