using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>A file of a run that executes, claimed by a worker and staged: everything but the merge has happened.</summary>
internal sealed class StagedMerge
{
    private readonly TestWorker _worker;

    private StagedMerge(TestWorker worker, MergeRequest request)
    {
        _worker = worker;
        Request = request;
    }

    public MergeRequest Request { get; }

    public FileClaim Claim => Request.Claim;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts a run of the date with the files that wait, none of which is worked on yet.</summary>
    public static async Task<RunResult> StartRunAsync(TestHub hub, string date)
    {
        var started = await hub.Worker.Runs.StartAsync(TestHub.Date(date), RunTrigger.Operator, new RunParameters(), TestHub.User, null, Ct);
        await hub.Worker.Starter.StartAsync(started.RunId!.Value, Ct);
        return await hub.ReadRunAsync(started.RunId.Value);
    }

    /// <summary>Takes a file of the run with one worker and stages it.</summary>
    public static async Task<StagedMerge> PrepareAsync(TestHub hub, TestWorker worker, FileResult file)
    {
        var row = await worker.Claims.TryAcquireAsync(file.RunId, file.FileId, Ct);
        Assert.NotNull(row);
        FileClaim claim = new(file.RunId, file.FileId, row.Attempt, worker.Leases.Worker.WorkerId);
        var path = hub.Folders.Resolve(await worker.Mover.ToWorkAsync(file.FileId, file.RunId, Ct));
        var match = FileNameMatcher.Match(file.FileName, hub.Layouts);
        await worker.Tables.EnsureAsync(match.Layout!, Ct);
        var staged = await worker.Stager.StageAsync(
            match.Layout!, new StagingTables(file.RunId, file.FileId, claim.Attempt), path, Ct);
        return new StagedMerge(
            worker, new MergeRequest(match.Layout!, staged, claim, row.FechaProceso, row.ChainOrder, row.FileName, path, []));
    }

    public Task<MergeResult> MergeAsync() => MergeAsync(Request);

    public Task<MergeResult> MergeAsync(MergeRequest request) => _worker.Merger.MergeAsync(request, Ct);
}
