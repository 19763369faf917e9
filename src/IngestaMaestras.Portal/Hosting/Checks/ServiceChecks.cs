using System.Net.Sockets;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Observability.Alerts;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>Whether the services are there that the settings name: mail, webhook, Prometheus, identity provider. Nothing is sent.</summary>
internal sealed class ServiceChecks(AlertOptions alerts, OidcOptions oidc, HttpClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) => await Task.WhenAll(
        TryAsync("Mail", alerts.HasMail, alerts.Smtp, new MailSender(alerts).ProbeAsync, ct),
        TryAsync("Webhook", alerts.HasWebhook, alerts.HasWebhook ? new Uri(alerts.WebhookUrl).Authority : "", ConnectToWebhookAsync, ct),
        TryAsync("Prometheus", alerts.PrometheusUrl.Length > 0, alerts.PrometheusUrl, AskPrometheusAsync, ct),
        TryAsync("OpenIdConnect", oidc.IsOn, oidc.Authority, AskProviderAsync, ct));

    private static async Task<CheckResult> TryAsync(string name, bool isOn, string where, Func<CancellationToken, Task> tryAsync, CancellationToken ct)
    {
        var title = CheckTexts.Format(name);
        if (!isOn)
        {
            return new CheckResult(title, CheckState.Off, CheckTexts.Format("NotConfigured"));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await tryAsync(limit.Token);
            return new CheckResult(title, CheckState.Well, CheckTexts.Format("Answers", where));
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or AlertNotSentException or InvalidDataException)
        {
            return new CheckResult(title, CheckState.Failed, CheckTexts.Format("NoAnswer", where, e.Message));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new CheckResult(title, CheckState.Failed, CheckTexts.Format("NoAnswer", where, CheckTexts.Format("TooSlow", Patience.TotalSeconds)));
        }
    }

    /// <summary>A post would tell people something; that somebody listens is as much as can be known without.</summary>
    private async Task ConnectToWebhookAsync(CancellationToken ct)
    {
        Uri url = new(alerts.WebhookUrl);
        using TcpClient tcp = new();
        await tcp.ConnectAsync(url.Host, url.Port, ct);
    }

    private async Task AskPrometheusAsync(CancellationToken ct) =>
        await client.GetStringAsync(alerts.ReadAlertsAddress(), ct);

    private async Task AskProviderAsync(CancellationToken ct)
    {
        var document = await client.GetStringAsync(new Uri(new Uri(oidc.Authority.TrimEnd('/') + "/"), ".well-known/openid-configuration"), ct);
        if (!document.Contains("authorization_endpoint", StringComparison.Ordinal))
        {
            throw new InvalidDataException(CheckTexts.Format("NotAProvider"));
        }
    }
}
