namespace IngestaMaestras.Core.Runs;

/// <summary>State of a file in a run.</summary>
public enum FileStatus
{
    Pending,
    Running,
    Loaded,

    /// <summary>Identical to the last file loaded: nothing to change.</summary>
    Unchanged,

    /// <summary>A file of a later position is already in the hub; this one was checked and archived only.</summary>
    Superseded,

    /// <summary>Its merge would delete too much and waits for an operator.</summary>
    Held,
    Discarded,
    Failed,
    Cancelled,
}
