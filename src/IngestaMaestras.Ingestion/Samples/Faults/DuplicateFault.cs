namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>The key of an earlier row once more.</summary>
internal sealed class DuplicateFault : PlantedFault
{
    public override bool NeedsOrigin => true;
}
