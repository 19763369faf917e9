using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>A message that says nothing but that messages arrive.</summary>
public sealed class AlertTrial(IEnumerable<IAlertChannel> channels, HubDatabase hub, BusinessCalendar calendar, TimeProvider time)
{
    public bool HasChannels { get; } = channels.Any();

    /// <summary>One result for each channel.</summary>
    public async Task<IReadOnlyList<OperationResult>> SendAsync(string user, CancellationToken ct)
    {
        PortalAlert alert = new(
            "Prueba", "", AlertSeverity.Warning, calendar.LatestDue(time.GetUtcNow()), T("Alerts.Trial", user), T("Alerts.TrialDo"), "/salud");
        List<OperationResult> results = [];
        foreach (var channel in channels)
        {
            OperationResult result;
            try
            {
                await channel.SendAsync(alert, ct);
                result = new OperationResult(true, T("Alerts.TrialSent", channel.Name));
            }
            catch (AlertNotSentException e)
            {
                result = new OperationResult(false, T("Alerts.TrialNotSent", channel.Name, e.Message));
            }

            await OperationAudit.WriteAsync(hub, "aviso_de_prueba", user, result, new { Channel = channel.Name }, null, ct);
            results.Add(result);
        }

        return results.Count > 0 ? results : [new OperationResult(false, T("Alerts.NoChannels"))];
    }
}
