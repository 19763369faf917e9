using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>What is to be simulated.</summary>
public sealed record DryRunParameters
{
    public DateOnly Date { get; init; }

    public RunParameters Run { get; init; } = new();
}
