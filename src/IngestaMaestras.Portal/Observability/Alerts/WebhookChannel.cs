namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>As JSON, to an address that somebody listens at.</summary>
public sealed class WebhookChannel(AlertOptions options, HttpClient client) : IAlertChannel
{
    public string Name => "webhook";

    public async Task SendAsync(PortalAlert alert, CancellationToken ct)
    {
        try
        {
            using var response = await client.PostAsJsonAsync(
                options.WebhookUrl,
                new
                {
                    status = alert.IsOver ? "resolved" : "firing",
                    alert.Name,
                    alert.Subject,
                    alert.Severity,
                    Night = alert.Night.ToString("yyyy-MM-dd", null),
                    alert.Summary,
                    alert.Action,
                    Link = options.PortalUrl.Length > 0 ? options.PortalUrl.TrimEnd('/') + alert.Page : null,
                },
                ct);
            if (!response.IsSuccessStatusCode)
            {
                throw new AlertNotSentException($"HTTP {(int)response.StatusCode}");
            }
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new AlertNotSentException(e.Message, e);
        }
    }
}
