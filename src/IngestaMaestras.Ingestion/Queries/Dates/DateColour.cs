using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>From what is known of the files to the colour of a master and of a date (design §3, "Colour").</summary>
public static class DateColour
{
    /// <summary>How a file's state counts for its master.</summary>
    public static MasterCondition Of(FileStatus status) => status switch
    {
        FileStatus.Pending => MasterCondition.Pending,
        FileStatus.Running => MasterCondition.Running,
        FileStatus.Loaded => MasterCondition.Loaded,
        FileStatus.Unchanged => MasterCondition.Unchanged,
        FileStatus.Superseded => MasterCondition.Superseded,
        FileStatus.Held => MasterCondition.Held,
        FileStatus.Discarded => MasterCondition.Discarded,
        FileStatus.Failed => MasterCondition.Failed,
        FileStatus.Cancelled => MasterCondition.NotYet,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The colour of a date: the worst of its masters, and of the runs that are still to come.</summary>
    /// <param name="masters">Conditions of all masters of which something is known.</param>
    /// <param name="runs">States of the date's runs.</param>
    /// <returns>Null when no run has been made for the date.</returns>
    public static RunStatus? Of(IReadOnlyCollection<MasterCondition> masters, IReadOnlyCollection<RunStatus> runs)
    {
        var worst = masters.DefaultIfEmpty(MasterCondition.NotExpected).Max();
        return worst switch
        {
            MasterCondition.Failed => RunStatus.Failed,
            MasterCondition.Held => RunStatus.Held,
            MasterCondition.Running or MasterCondition.Pending => RunStatus.Running,
            _ when runs.Contains(RunStatus.Running) => RunStatus.Running,
            _ when runs.Contains(RunStatus.Queued) => RunStatus.Queued,
            _ when runs.Count == 0 => null,
            MasterCondition.Missing or MasterCondition.Waiting => RunStatus.Partial,
            _ when masters.Count == 0 && runs.All(r => r == RunStatus.Cancelled) => RunStatus.Cancelled,
            _ => RunStatus.Succeeded,
        };
    }
}
