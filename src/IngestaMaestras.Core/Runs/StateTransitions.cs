namespace IngestaMaestras.Core.Runs;

/// <summary>
/// The legal moves between states, written once. Statements that change a state name the states they start from, and
/// take them from here.
/// </summary>
public static class StateTransitions
{
    /// <summary>Whether a run may go from one state to another.</summary>
    public static bool CanMove(RunStatus from, RunStatus to) => from switch
    {
        RunStatus.Queued => to is RunStatus.Running or RunStatus.Cancelled,
        // Back to queued: older dates go first, or the worker that was starting it stepped aside.
        RunStatus.Running => to is RunStatus.Succeeded or RunStatus.Partial or RunStatus.Failed or RunStatus.Held
            or RunStatus.Cancelled or RunStatus.Queued,
        // An ended run is reopened when a file of its date arrives in time, or when its failed steps are retried.
        RunStatus.Succeeded or RunStatus.Failed => to is RunStatus.Queued,
        // What was missing was a delivery, and it has arrived.
        RunStatus.Partial => to is RunStatus.Queued or RunStatus.Succeeded,
        // Approval continues it; a discard, or a newer file that supersedes the held one, may end it outright.
        RunStatus.Held => to is RunStatus.Queued or RunStatus.Succeeded or RunStatus.Partial or RunStatus.Failed
            or RunStatus.Cancelled,
        RunStatus.Cancelled => false,
        _ => throw new ArgumentOutOfRangeException(nameof(from), from, null),
    };

    /// <summary>Whether a file may go from one state to another inside one run.</summary>
    public static bool CanMove(FileStatus from, FileStatus to) => from switch
    {
        FileStatus.Pending => to is FileStatus.Running or FileStatus.Cancelled,
        FileStatus.Running => to is FileStatus.Loaded or FileStatus.Unchanged or FileStatus.Superseded
            or FileStatus.Held or FileStatus.Failed or FileStatus.Cancelled or FileStatus.Discarded,
        // Approved, discarded and superseded files still have to be archived, so they run again.
        FileStatus.Held => to is FileStatus.Pending or FileStatus.Cancelled,
        // Retry resumes the failed steps of the same run.
        FileStatus.Failed => to is FileStatus.Pending or FileStatus.Discarded,
        // A file that was sent back to input may be taken by the same run again, when that run is reopened.
        FileStatus.Loaded or FileStatus.Unchanged or FileStatus.Superseded or FileStatus.Discarded
            or FileStatus.Cancelled => to is FileStatus.Pending,
        _ => throw new ArgumentOutOfRangeException(nameof(from), from, null),
    };

    /// <summary>Whether a step may go from one state to another.</summary>
    public static bool CanMove(StepStatus from, StepStatus to) => from switch
    {
        StepStatus.Pending => to is StepStatus.Running or StepStatus.Skipped,
        // Running to running: another worker takes over a step whose owner is gone.
        StepStatus.Running => to is StepStatus.Running or StepStatus.Succeeded or StepStatus.Failed
            or StepStatus.WaitingRetry or StepStatus.Skipped or StepStatus.Pending,
        StepStatus.WaitingRetry => to is StepStatus.Running or StepStatus.Failed or StepStatus.Pending,
        StepStatus.Failed => to is StepStatus.Running or StepStatus.Pending,
        // Staging that was lost, or that another layout made, is staged again.
        StepStatus.Succeeded => to is StepStatus.Running or StepStatus.Pending,
        StepStatus.Skipped => to is StepStatus.Running,
        _ => throw new ArgumentOutOfRangeException(nameof(from), from, null),
    };

    /// <summary>No more work will happen to a run in this state unless somebody asks for it.</summary>
    public static bool IsEnded(this RunStatus status) => status is not (RunStatus.Queued or RunStatus.Running);

    /// <summary>No more work will happen to a file in this state unless somebody asks for it; a held file counts.</summary>
    public static bool IsEnded(this FileStatus status) => status is not (FileStatus.Pending or FileStatus.Running);

    /// <summary>The codes of the states from which a run may go to <paramref name="to"/>, for conditional updates.</summary>
    public static string[] CodesBefore(RunStatus to) =>
        [.. Enum.GetValues<RunStatus>().Where(from => CanMove(from, to)).Select(from => from.Code())];

    /// <summary>The codes of the states from which a file may go to <paramref name="to"/>, for conditional updates.</summary>
    public static string[] CodesBefore(FileStatus to) =>
        [.. Enum.GetValues<FileStatus>().Where(from => CanMove(from, to)).Select(from => from.Code())];
}
