using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>The installation that a drill imitates.</summary>
/// <param name="Program">How to start another process of this program: file and first arguments.</param>
/// <param name="LayoutsFolder">Where <paramref name="Layouts"/> come from.</param>
public sealed record DrillSetting(
    IngestaOptions Ingesta,
    KafkaOptions Kafka,
    DeliveryOptions Delivery,
    BusinessCalendar Calendar,
    WorkerIdentity Worker,
    Func<LayoutSet> Layouts,
    string LayoutsFolder,
    IReadOnlyList<string> Program,
    TimeProvider Time);
