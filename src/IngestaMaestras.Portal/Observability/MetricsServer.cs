using System.Net.Sockets;
using IngestaMaestras.Portal.Hosting;
using Microsoft.AspNetCore.Connections;
using Prometheus;

namespace IngestaMaestras.Portal.Observability;

/// <summary><c>/metrics</c> at a port of its own, so that a firewall can tell it from the portal.</summary>
internal sealed class MetricsServer(MetricsOptions options, IngestaMetrics metrics, MetricsCollection collection) : IHostedService, IDisposable
{
    private KestrelMetricServer? _server;

    /// <exception cref="MetricsPortInUseException">Another program listens there.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Port == 0)
        {
            return Task.CompletedTask;
        }

        collection.Attach();
        _server = new KestrelMetricServer(options.Host, options.Port, registry: metrics.Registry);
        try
        {
            _server.Start();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            _server = null;
            throw new MetricsPortInUseException(options.Address);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync() ?? Task.CompletedTask;

    public void Dispose() => (_server as IDisposable)?.Dispose();
}
