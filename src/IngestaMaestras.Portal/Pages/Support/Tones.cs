using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Which tone each state has.</summary>
internal static class Tones
{
    public static Tone Of(RunStatus? status) => status switch
    {
        null or RunStatus.Queued or RunStatus.Cancelled => Tone.Neutral,
        RunStatus.Running => Tone.Active,
        RunStatus.Succeeded => Tone.Good,
        RunStatus.Partial => Tone.Warning,
        RunStatus.Held => Tone.Held,
        RunStatus.Failed => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone Of(FileStatus status) => status switch
    {
        FileStatus.Pending or FileStatus.Cancelled or FileStatus.Discarded => Tone.Neutral,
        FileStatus.Running => Tone.Active,
        FileStatus.Loaded or FileStatus.Unchanged or FileStatus.Superseded => Tone.Good,
        FileStatus.Held => Tone.Held,
        FileStatus.Failed => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone Of(StepStatus status) => status switch
    {
        StepStatus.Pending or StepStatus.Skipped => Tone.Neutral,
        StepStatus.Running => Tone.Active,
        StepStatus.WaitingRetry => Tone.Warning,
        StepStatus.Succeeded => Tone.Good,
        StepStatus.Failed => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone Of(MasterCondition condition) => condition switch
    {
        MasterCondition.NotExpected or MasterCondition.NotYet or MasterCondition.Discarded or MasterCondition.Accepted or MasterCondition.Pending => Tone.Neutral,
        MasterCondition.Loaded or MasterCondition.Unchanged or MasterCondition.Superseded => Tone.Good,
        MasterCondition.Paused or MasterCondition.Waiting or MasterCondition.Missing => Tone.Warning,
        MasterCondition.Running => Tone.Active,
        MasterCondition.Held => Tone.Held,
        MasterCondition.Failed => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    public static Tone Of(ItemStatus status) => status switch
    {
        ItemStatus.Pending or ItemStatus.Cancelled or ItemStatus.Skipped => Tone.Neutral,
        ItemStatus.Running => Tone.Active,
        ItemStatus.Succeeded => Tone.Good,
        ItemStatus.Failed => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
