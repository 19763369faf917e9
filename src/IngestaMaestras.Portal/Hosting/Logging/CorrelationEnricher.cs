using IngestaMaestras.Ingestion.Journal;
using Serilog.Core;
using Serilog.Events;

namespace IngestaMaestras.Portal.Hosting.Logging;

/// <summary>Every event says which click or job it comes from, wherever it is logged.</summary>
internal sealed class CorrelationEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (Correlation.Current is { } id)
        {
            logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty(Correlation.Name, id));
        }
    }
}
