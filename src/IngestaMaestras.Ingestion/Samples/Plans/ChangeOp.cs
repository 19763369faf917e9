namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>How a row differs between two files.</summary>
internal enum ChangeOp
{
    None,
    Insert,
    Update,
    Delete,
}
