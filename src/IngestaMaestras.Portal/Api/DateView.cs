using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Api;

/// <summary>How a business date stands.</summary>
/// <param name="Date">The date.</param>
/// <param name="Status">Its colour, the worst of its masters; succeeded is green. Null: nothing has been done for it.</param>
/// <param name="IsIncomplete">A file failed, or one that should have been taken was not.</param>
/// <param name="Masters">How each master stands; unknown names last.</param>
/// <param name="RunIds">The date's runs, newest first.</param>
public sealed record DateView(
    DateOnly Date, [property: OneOf(typeof(RunStatus))] string? Status, bool IsIncomplete, IReadOnlyList<MasterView> Masters, IReadOnlyList<long> RunIds)
{
    internal static DateView Of(DateOutcome outcome) => new(
        outcome.Date, outcome.Status?.Code(), outcome.IsIncomplete, [.. outcome.Masters.Select(MasterView.Of)],
        [.. outcome.Runs.Select(r => r.RunId)]);
}

/// <summary>How a master stands on a date.</summary>
/// <param name="Master">The master; null for files whose name no layout knows.</param>
/// <param name="Status">How it stands.</param>
/// <param name="IsLate">A file came after its time.</param>
/// <param name="Files">The latest that was done with each of its files; empty when nothing came.</param>
public sealed record MasterView(
    string? Master, [property: OneOf(typeof(MasterCondition))] string Status, bool IsLate, IReadOnlyList<MasterFileView> Files)
{
    internal static MasterView Of(MasterOutcome master) => new(
        master.Maestra, ApiCodes.Of(master.Condition), master.IsLate,
        [.. master.Files.Select(f => new MasterFileView(
            f.FileId, f.FileName, f.RunId, f.Status, f.IsEffective, Counts.Of(f), f.ErrorType, f.ErrorMessage))]);
}

/// <summary>The latest that a run did with a file of a date.</summary>
/// <param name="FileId">Number of the file.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="RunId">The run.</param>
/// <param name="Status">How the file stands in it.</param>
/// <param name="IsEffective">It decides how its master stands.</param>
/// <param name="Counts">Its records.</param>
/// <param name="ErrorType">Why it failed.</param>
/// <param name="ErrorMessage">Why, as a Spanish sentence.</param>
public sealed record MasterFileView(
    long FileId,
    string Name,
    long RunId,
    [property: OneOf(typeof(FileStatus))] string Status,
    bool IsEffective,
    Counts Counts,
    string? ErrorType,
    string? ErrorMessage);

/// <summary>A page of dates, the latest first.</summary>
/// <param name="Items">Dates of which anything is known.</param>
/// <param name="Next">Give it as <c>after</c> to get the next page; null when there is none.</param>
public sealed record DateList(IReadOnlyList<DateView> Items, string? Next);
