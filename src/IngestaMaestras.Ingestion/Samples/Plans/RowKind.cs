namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>What becomes of a row.</summary>
internal enum RowKind
{
    /// <summary>A good row with a key of its own.</summary>
    Normal,

    /// <summary>A row that carries a planted fault.</summary>
    Fault,

    /// <summary>A row with the placeholder's key; all but the first are rejected.</summary>
    Placeholder,
}
