using System.Text.Json;
using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>What is wrong now: from Prometheus where there is one, otherwise from the portal's own checks.</summary>
public sealed class CurrentAlerts(OwnAlerts checks, AlertOptions options, HttpClient client, BusinessCalendar calendar, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Most serious first. <c>Problem</c>: Prometheus could not be asked, these are the portal's own.</summary>
    public async Task<(IReadOnlyList<PortalAlert> Alerts, string? Problem)> ReadAsync(CancellationToken ct)
    {
        string? problem = null;
        if (options.PrometheusUrl.Length > 0)
        {
            try
            {
                return (Sort(await AskAsync(ct)), null);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                problem = e.Message;
            }
        }

        return (Sort((await checks.FindAsync(Patience, ct)).Alerts), problem);
    }

    private async Task<IReadOnlyList<PortalAlert>> AskAsync(CancellationToken ct)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(options.ReadAlertsAddress(), ct));
        var night = calendar.LatestDue(time.GetUtcNow());
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
                .Where(a => a.GetProperty("state").GetString() == "firing")
                .Select(a => (Labels: a.GetProperty("labels"), Notes: a.GetProperty("annotations")))
                // A Prometheus may watch others too: ours lead to a page of ours.
                .Where(a => Text(a.Notes, "enlace").Length > 0)
                .Select(a => new PortalAlert(
                    Text(a.Labels, "alertname"), Text(a.Labels, "maestra") + Text(a.Labels, "dependency") + Text(a.Labels, "target"), Text(a.Labels, "severity"), night,
                    Text(a.Notes, "summary"), Text(a.Notes, "description"), PageOf(Text(a.Notes, "enlace")))),
        ];
    }

    private static IReadOnlyList<PortalAlert> Sort(IEnumerable<PortalAlert> alerts) =>
        [.. alerts.OrderBy(a => a.Severity == AlertSeverity.Critical ? 0 : a.Severity == AlertSeverity.Warning ? 1 : 2).ThenByDescending(a => a.Night).ThenBy(a => a.Cause, StringComparer.Ordinal)];

    private static string Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>Within this portal, whatever address Prometheus knows it by.</summary>
    private static string PageOf(string link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? "/" + uri.PathAndQuery.TrimStart('/') : "/salud";
}
