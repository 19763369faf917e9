using IngestaMaestras.Ingestion.Delivery;
using Microsoft.AspNetCore.Html;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>States of deliveries and targets as pages show them.</summary>
internal static class DeliveryBadges
{
    public static IHtmlContent Of(DeliveryState state) => Badges.Of(Tone(state), T($"Deliveries.State.{state}"));

    /// <summary>A target's light: off, silent, answering, or not asked yet.</summary>
    public static IHtmlContent Of(TargetItem target) => target switch
    {
        { OffReason: not null } => Badges.Of(Support.Tone.Neutral, T("Deliveries.State.Off")),
        { ErrorMessage: not null } => Badges.Of(Support.Tone.Bad, T("Deliveries.Silent")),
        { CheckedAt: not null } => Badges.Of(Support.Tone.Good, T("Deliveries.Answers")),
        _ => Badges.Of(Support.Tone.Neutral, T("Deliveries.NotAsked")),
    };

    public static Tone Tone(DeliveryState state) => state switch
    {
        DeliveryState.Off => Support.Tone.Neutral,
        DeliveryState.Pending => Support.Tone.Active,
        DeliveryState.Delivered => Support.Tone.Good,
        DeliveryState.Failed => Support.Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
