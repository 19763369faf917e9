using IngestaMaestras.Ingestion.Delivery;

namespace IngestaMaestras.Portal.Api;

/// <summary>How deliveries stand.</summary>
/// <param name="Targets">The targets, as they last answered.</param>
/// <param name="Items">Each master that was ever loaded, for each target.</param>
public sealed record DeliveryList(IReadOnlyList<TargetView> Targets, IReadOnlyList<DeliveryView> Items);

/// <summary>A target as it last answered.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Address">Where it was reached.</param>
/// <param name="OffReason">Why it is off; null: it is on.</param>
/// <param name="CheckedAt">When it was asked last.</param>
/// <param name="LatencyMs">How long the answer took.</param>
/// <param name="ErrorMessage">What went wrong; null: it answered.</param>
public sealed record TargetView(string Target, string? Address, string? OffReason, DateTime? CheckedAt, int? LatencyMs, string? ErrorMessage)
{
    internal static TargetView Of(TargetItem t) => new(t.Target, t.Address, t.OffReason, t.CheckedAt, t.LatencyMs, t.ErrorMessage);
}

/// <summary>One master's delivery to one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Master">The master.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Watermark">Changes up to this version have arrived.</param>
/// <param name="LastVersion">Version of the master's last change.</param>
/// <param name="Pending">Versions that have not arrived: at least as many as the rows that will be sent.</param>
/// <param name="Attempts">Failed attempts since the last success.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="LastError">What went wrong last.</param>
/// <param name="LastErrorAt">When.</param>
/// <param name="LastSuccessAt">When something arrived last.</param>
/// <param name="RefusedRows">Rows that the target refused for their contents.</param>
public sealed record DeliveryView(
    string Target,
    string Master,
    [property: OneOf(typeof(DeliveryState))] string Status,
    long Watermark,
    long LastVersion,
    long Pending,
    int Attempts,
    DateTime? NextAttemptAt,
    string? LastError,
    DateTime? LastErrorAt,
    DateTime? LastSuccessAt,
    long RefusedRows)
{
    internal static DeliveryView Of(DeliveryItem d) => new(
        d.Target, d.Maestra, ApiCodes.Of(d.State), d.Watermark, d.LastVersion, Math.Max(d.Pending, 0), d.Attempts, d.NextAttemptAt, d.LastError,
        d.LastErrorAt, d.LastSuccessAt, d.Faults);
}
