namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Where in the text an edge that consumes nothing may be taken.</summary>
[Flags]
internal enum PatternEdge
{
    /// <summary>Anywhere.</summary>
    Free = 0,

    /// <summary>Only at the start of the text.</summary>
    AtStart = 1,

    /// <summary>Only at the end of the text.</summary>
    AtEnd = 2,
}
