namespace IngestaMaestras.Ingestion.Runs;

/// <summary>What a run was asked to do; kept as JSON in <c>run.parameters</c>.</summary>
public sealed record RunParameters
{
    /// <summary>Only these masters; null for all.</summary>
    public IReadOnlyList<string>? Maestras { get; init; }

    /// <summary>Only these files, whatever their date; null for every file of the run's date.</summary>
    public IReadOnlyList<long>? FileIds { get; init; }

    /// <summary>Merge files that are identical to the last load, too.</summary>
    public bool Force { get; init; }

    /// <summary>Apply files although later ones are in the hub: an administrator's action, with a reason.</summary>
    public bool Rollback { get; init; }

    /// <summary>Files of older dates were given runs of their own already; they are not looked for twice.</summary>
    public bool OlderDatesDone { get; init; }

    public bool IsRestricted => Maestras is not null || FileIds is not null;
}
