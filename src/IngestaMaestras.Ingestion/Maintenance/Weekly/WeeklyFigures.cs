namespace IngestaMaestras.Ingestion.Maintenance.Weekly;

/// <summary>What a week came to, beside the week before; what a report is made of.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
public sealed record WeeklyFigures(
    DateOnly From,
    DateOnly To,
    RunFigures Runs,
    RunFigures RunsBefore,
    IReadOnlyList<RunLine> Longest,
    IReadOnlyList<StepFigures> Steps,
    IReadOnlyList<ErrorFigures> Errors,
    IReadOnlyList<VolumeFigures> Volumes,
    IReadOnlyList<MachineFigures> Machines,
    IReadOnlyList<GrowthFigures> Tables,
    GrowthFigures? Database,
    IReadOnlyList<GrowthFigures> Topics,
    IReadOnlyList<GrowthFigures> Lags,
    IReadOnlyList<TaskFigures> Tasks);

/// <summary>Runs that ended in a week.</summary>
/// <param name="MedianSeconds">Null: none ended.</param>
public sealed record RunFigures(long Count, long Succeeded, long Partial, long Failed, double? MedianSeconds, double? MaxSeconds);

public sealed record RunLine(long RunId, DateOnly FechaProceso, string Status, double Seconds);

/// <summary>How often a step came to its end, and how often it needed more than one attempt.</summary>
public sealed record StepFigures(string Step, long Succeeded, long Failed, long Retried, long SucceededBefore, long FailedBefore);

/// <summary>Findings of a kind in a master's files.</summary>
public sealed record ErrorFigures(string Maestra, string ErrorType, long Count, long Before);

/// <summary>What a master's files held, beside what they use to hold.</summary>
/// <param name="Usual">Median of the eight weeks before; null: too little is known.</param>
/// <param name="Unusual">The files that do not look like the others.</param>
public sealed record VolumeFigures(string Maestra, int Files, long Last, double? Usual, IReadOnlyList<UnusualFile> Unusual);

/// <param name="IsFar">More than three deviations from the mean; otherwise more than half away from the median.</param>
public sealed record UnusualFile(long FileId, string FileName, DateOnly FechaProceso, long Records, bool IsFar);

/// <summary>A machine's load; null: it was not measured.</summary>
public sealed record MachineFigures(
    string Machine, double? CpuMean, double? CpuMax, double? MemoryMean, double? MemoryMax, double? DiskFreeFirst, double? DiskFreeLast, double? DiskTotal);

/// <summary>Something at its first and at its last measurement of the week.</summary>
public sealed record GrowthFigures(string Subject, double First, double Last)
{
    public double Growth => Last - First;
}

/// <summary>A task of the maintenance that failed or warned.</summary>
public sealed record TaskFigures(string Task, long Failed, long Warned, string? LastMessage);
