using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Deliveries;

/// <summary>Deliveries as lines of a file for Excel, one per target and master.</summary>
internal static class DeliveryCsv
{
    private static readonly string[] Header =
    [
        "destino", "maestra", "estado", "pendientes", "marca", "ultima_version", "enviadas", "no_aceptadas", "intentos", "proximo_intento",
        "ultima_entrega", "ultimo_error", "ultimo_error_en",
    ];

    public static CsvResult Of(IEnumerable<DeliveryItem> deliveries, Show show) => new(
        T("Deliveries.CsvName"), Header, deliveries.ToAsyncEnumerable().Select(d => (IReadOnlyList<object?>)
        [
            d.Target, d.Maestra, T($"Deliveries.State.{d.State}"), d.Pending, d.Watermark, d.LastVersion, d.SentCount, d.Faults, d.Attempts,
            show.Local(d.NextAttemptAt), show.Local(d.LastSuccessAt), d.LastError, show.Local(d.LastErrorAt),
        ]));
}
