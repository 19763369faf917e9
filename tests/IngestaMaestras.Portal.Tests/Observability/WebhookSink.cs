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
    private int _failures;

    public WebhookSink()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/avisos/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What the portal told by itself: the alert and its night.</summary>
    public ConcurrentQueue<(string Name, string Night)> Told { get; } = new();

    /// <summary>Of what the portal told: the names of alerts that are over.</summary>
    public ConcurrentQueue<string> Over { get; } = new();

    /// <summary>The next requests are answered as by a server that is not there yet.</summary>
    public void FailNext(int requests) => _failures = requests;

    /// <summary>Alerts as Alertmanager sent them: name and <c>firing</c> or <c>resolved</c>.</summary>
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
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                context.Response.StatusCode = 503;
                context.Response.Close();
                continue;
            }

            if (!body.RootElement.TryGetProperty("alerts", out var alerts))
            {
                var name = body.RootElement.GetProperty("name").GetString()!;
                if (body.RootElement.GetProperty("status").GetString() == "resolved")
                {
                    Over.Enqueue(name);
                }
                else
                {
                    Told.Enqueue((name, body.RootElement.GetProperty("night").GetString()!));
                }

                context.Response.Close();
                continue;
            }

            foreach (var alert in alerts.EnumerateArray())
            {
                Alerts.Enqueue((
                    alert.GetProperty("labels").GetProperty("alertname").GetString()!, alert.GetProperty("status").GetString()!,
                    alert.GetProperty("annotations").GetProperty("enlace").GetString()!));
            }

            context.Response.Close();
        }
    }
}
