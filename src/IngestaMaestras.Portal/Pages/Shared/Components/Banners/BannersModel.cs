using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Masters;

namespace IngestaMaestras.Portal.Pages.Shared.Components.Banners;

/// <param name="Held">Targets that wait for a comparison because the hub was restored.</param>
/// <param name="LayoutErrors">What keeps the layouts as they are from being used.</param>
/// <param name="HasLayouts">Earlier ones are in force.</param>
public sealed record BannersModel(
    IReadOnlyList<PauseItem> Pauses, IReadOnlyList<HeldTarget> Held, IReadOnlyList<LayoutProblem> LayoutErrors, bool HasLayouts);
