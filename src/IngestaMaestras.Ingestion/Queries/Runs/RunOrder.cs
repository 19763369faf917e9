namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>In which order runs are listed.</summary>
public enum RunOrder
{
    /// <summary>The most recently created first.</summary>
    Newest,

    /// <summary>The first one first.</summary>
    Oldest,

    /// <summary>By business date, the latest first.</summary>
    BusinessDate,
}
