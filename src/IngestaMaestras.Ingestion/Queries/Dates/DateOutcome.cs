using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>How a business date stands.</summary>
/// <param name="Status">Its colour: the worst of its masters (design §3); null when nothing has been done for it.</param>
/// <param name="Masters">Masters of which something is known on that date, by name; unknown names last.</param>
/// <param name="Runs">Newest first.</param>
public sealed record DateOutcome(DateOnly Date, RunStatus? Status, IReadOnlyList<MasterOutcome> Masters, IReadOnlyList<RunItem> Runs)
{
    /// <summary>Files that failed and that no later run has mended, unless they are being worked on.</summary>
    public IEnumerable<FileOutcome> FailedFiles => Masters.SelectMany(m => m.Files).Where(f => f.IsFailed);

    /// <summary>A file failed, or one that should have been taken was not.</summary>
    public bool IsIncomplete => Masters.Any(m => m.Condition is MasterCondition.Failed or MasterCondition.Missing or MasterCondition.Waiting);

    public MasterOutcome? Find(string maestra) =>
        Masters.FirstOrDefault(m => string.Equals(m.Maestra, maestra, StringComparison.OrdinalIgnoreCase));
}
