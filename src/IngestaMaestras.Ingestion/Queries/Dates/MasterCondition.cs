namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>How a master stands on a business date, from best to worst.</summary>
public enum MasterCondition
{
    /// <summary>Nothing came, and no layout expects it every day.</summary>
    NotExpected,

    /// <summary>Nothing came, and no run has looked for it yet.</summary>
    NotYet,
    Loaded,
    Unchanged,
    Superseded,
    Discarded,

    /// <summary>An operator took it as it is, with a reason.</summary>
    Accepted,

    /// <summary>The master is paused for the date.</summary>
    Paused,

    /// <summary>A file of the date lies in input and no run has taken it.</summary>
    Waiting,

    /// <summary>A run looked for it and it had not come.</summary>
    Missing,
    Pending,
    Running,
    Held,
    Failed,
}
