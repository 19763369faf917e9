namespace IngestaMaestras.Core.Runs;

/// <summary>The stages of one file, in order.</summary>
public enum StepName
{
    Claim,
    Stage,
    Merge,
    Archive,
}
