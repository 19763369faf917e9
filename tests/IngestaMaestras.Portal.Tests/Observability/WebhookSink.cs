using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>An address that takes what Alertmanager posts and keeps it.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public WebhookSink()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/avisos/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Alerts as they came: name and <c>firing</c> or <c>resolved</c>.</summary>
    public ConcurrentQueue<(string Name, string Status, string Link)> Alerts { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
            foreach (var alert in body.RootElement.GetProperty("alerts").EnumerateArray())
            {
                Alerts.Enqueue((
                    alert.GetProperty("labels").GetProperty("alertname").GetString()!, alert.GetProperty("status").GetString()!,
                    alert.GetProperty("annotations").GetProperty("enlace").GetString()!));
            }

            context.Response.Close();
        }
    }
}
