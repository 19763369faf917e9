namespace IngestaMaestras.Core.Runs;

/// <summary>How a run ends, from its files and findings (design §4).</summary>
public static class RunOutcome
{
    /// <summary>
    /// The worst of what happened: a held file holds the run; a failed one fails it; a missing expected file makes it
    /// partial, and so does a change that has not reached a target. A run without files succeeds: there was nothing to do.
    /// </summary>
    /// <param name="files">The state of every file of the run; all ended.</param>
    /// <param name="anythingMissing">An expected file of the run's date is missing.</param>
    /// <param name="anythingUndelivered">A delivery of the run's changes failed or waits.</param>
    public static RunStatus Of(IReadOnlyCollection<FileStatus> files, bool anythingMissing, bool anythingUndelivered = false)
    {
        if (files.Any(f => !f.IsEnded()))
        {
            throw new InvalidOperationException("A run with a file that has not ended has no outcome.");
        }

        return files switch
        {
            _ when files.Contains(FileStatus.Held) => RunStatus.Held,
            _ when files.Contains(FileStatus.Failed) => RunStatus.Failed,
            { Count: > 0 } when files.All(f => f == FileStatus.Cancelled) => RunStatus.Cancelled,
            _ when anythingMissing || anythingUndelivered => RunStatus.Partial,
            _ => RunStatus.Succeeded,
        };
    }
}
