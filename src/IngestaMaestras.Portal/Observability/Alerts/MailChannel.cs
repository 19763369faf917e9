using MimeKit;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>By mail.</summary>
public sealed class MailChannel(AlertOptions options, MailSender sender) : IAlertChannel
{
    public string Name => "mail";

    public Task SendAsync(PortalAlert alert, CancellationToken ct) => sender.SendAsync(
        $"[{(alert.IsOver ? "resuelto" : alert.Severity)}] {alert.Summary}",
        new TextPart("plain")
        {
            Text = string.Join("\n\n", new[] { alert.Summary, alert.IsOver ? null : alert.Action, options.PortalUrl.Length > 0 ? options.PortalUrl.TrimEnd('/') + alert.Page : null, alert.Cause }.Where(l => l is not null)) + "\n",
        },
        ct);
}
