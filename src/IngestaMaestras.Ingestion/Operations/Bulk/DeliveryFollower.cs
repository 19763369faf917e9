using System.Globalization;
using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Starts deliveries and tells what became of them. An item's detail is the version that has to arrive.</summary>
public sealed class DeliveryFollower(HubDatabase hub, DeliveryDispatcher dispatcher)
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>From now on the item waits until everything that its master has now has arrived.</summary>
    /// <param name="message">What it came to so far.</param>
    public async Task BeginAsync(OperationWork work, OperationItem item, string? message, CancellationToken ct)
    {
        await using (var connection = await hub.OpenAsync(ct))
        {
            var version = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                "SELECT last_version FROM master_state WHERE maestra = @Maestra", new { item.Maestra }, cancellationToken: ct)) ?? 0;
            item.Detail = version.ToString(CultureInfo.InvariantCulture);
        }

        await work.SaveAsync(item, ItemStatus.Running, message, ct);
        await dispatcher.DispatchAsync(item.Target, item.Maestra, failedToo: true, ct);
    }

    /// <summary>Looks at the deliveries that are under way.</summary>
    public async Task FollowAsync(OperationWork work, CancellationToken ct)
    {
        foreach (var item in work.Next.Where(i => i.State == ItemStatus.Running).ToList())
        {
            await using var connection = await hub.OpenAsync(ct);
            var delivery = await connection.QuerySingleOrDefaultAsync<(long Watermark, string Status, string? Error, DateTime? ErrorAt, string? Off, bool IsHeld)?>(
                new CommandDefinition(
                    """
                    SELECT coalesce(d.watermark, 0), coalesce(d.status, 'idle'), d.last_error, d.last_error_at, t.off_reason, d.held_since IS NOT NULL
                      FROM delivery_target t LEFT JOIN delivery d ON d.target = t.target AND d.maestra = @Maestra WHERE t.target = @Target
                    """,
                    new { item.Maestra, item.Target },
                    cancellationToken: ct));
            if (delivery is not { Off: null } found)
            {
                await work.SaveAsync(item, ItemStatus.Failed, delivery?.Off ?? OperationMessages.Format("TargetNotKnown", item.Target), ct);
            }
            else if (found.Watermark >= long.Parse(item.Detail!, CultureInfo.InvariantCulture))
            {
                await work.SaveAsync(item, ItemStatus.Succeeded, item.Message ?? OperationMessages.Format("ItemDelivered"), ct);
            }
            else if (found.IsHeld)
            {
                await work.SaveAsync(item, ItemStatus.Failed, OperationMessages.Format("TargetHeld", item.Target), ct);
            }
            else if (found.Status == "failed" && found.ErrorAt > item.StartedAt)
            {
                await work.SaveAsync(item, ItemStatus.Failed, found.Error, ct);
            }
        }
    }
}
