using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;

namespace IngestaMaestras.Portal.Pages.Shared.Components.Banners;

public sealed record BannersModel(IReadOnlyList<PauseItem> Pauses, LayoutSnapshot Layouts);
