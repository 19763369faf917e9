namespace IngestaMaestras.Core.Runs;

/// <summary>What created a run.</summary>
public enum RunTrigger
{
    Schedule,
    Operator,
    Api,
    Reprocess,
    CatchUp,
}
