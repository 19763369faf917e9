using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Makes runs of an operation's files, one group at a time, and tells what became of each file.</summary>
public sealed class RunFollower(HubDatabase hub, FileOperations files, RunConsolidator consolidator)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The next piece: a run for the group's files, or a look at the runs that it has.</summary>
    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, RunParameters parameters, CancellationToken ct)
    {
        var pending = work.Next.Where(i => i.State == ItemStatus.Pending).ToList();
        if (pending.Count > 0)
        {
            await BeginAsync(work, pending, parameters, ct);
            return Poll;
        }

        foreach (var run in work.Next.GroupBy(i => i.RunId!.Value))
        {
            await FollowAsync(work, run.Key, [.. run], ct);
        }

        return work.Next.Count == 0 ? null : Poll;
    }

    /// <summary>The run and the items that say which run it is are written together: never a second run of the same files.</summary>
    private async Task BeginAsync(OperationWork work, List<OperationItem> items, RunParameters parameters, CancellationToken ct)
    {
        var operation = work.Operation;
        var prepared = await files.PrepareAsync([.. items.Select(i => i.FileId!.Value)], operation.RequestedBy, ct);
        List<(OperationItem Item, ReadyFile File)> ready = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (prepared[i].File is { } file)
            {
                ready.Add((items[i], file));
            }
            else
            {
                await work.SaveAsync(items[i], ItemStatus.Failed, prepared[i].Refusal!.Message, ct);
            }
        }

        foreach (var date in ready.GroupBy(r => r.File.FechaProceso).OrderBy(g => g.Key))
        {
            var (_, refused) = await files.CreateRunAsync(
                date.Key, [.. date.Select(r => r.File)], parameters, operation.RequestedBy, operation.Reason,
                async (connection, runId, taken) =>
                {
                    foreach (var (item, file) in date.Where(r => taken.Any(t => t.FileId == r.File.FileId)))
                    {
                        item.RunId = runId;
                        item.FileId = file.FileId;
                        await OperationWork.SaveAsync(connection, item, ItemStatus.Running, null, ct);
                    }
                },
                ct);
            foreach (var (file, refusal) in refused)
            {
                foreach (var (item, _) in date.Where(r => r.File == file))
                {
                    item.RunId = refusal.RunId;
                    await work.SaveAsync(item, ItemStatus.Skipped, refusal.Message, ct);
                }
            }
        }

        await consolidator.EnqueueNextAsync(ct);
    }

    private async Task FollowAsync(OperationWork work, long runId, IReadOnlyList<OperationItem> items, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var run = await RunStore.ReadAsync(connection, runId, forUpdate: false, ct);
        if (run is null || !run.State.IsEnded())
        {
            return;
        }

        var outcomes = (await connection.QueryAsync<Outcome>(new CommandDefinition(
            """
            SELECT file_id, status, accepted_count, rejected_count, inserted_count, updated_count, deleted_count, error_message
              FROM run_file WHERE run_id = @runId AND file_id = ANY(@Ids)
            """,
            new { runId, Ids = items.Select(i => i.FileId).ToArray() },
            cancellationToken: ct))).ToDictionary(o => o.FileId);
        foreach (var item in items)
        {
            var (status, message) = outcomes.TryGetValue(item.FileId!.Value, out var outcome)
                ? Judge(outcome)
                : (ItemStatus.Failed, OperationMessages.Format("ItemNotTaken", runId));
            await work.SaveAsync(item, status, message, ct);
        }
    }

    private static (ItemStatus Status, string? Message) Judge(Outcome outcome) => StateCodes.ToFileStatus(outcome.Status) switch
    {
        FileStatus.Loaded => (ItemStatus.Succeeded, OperationMessages.Format(
            "ItemLoaded", outcome.AcceptedCount, outcome.RejectedCount, outcome.InsertedCount, outcome.UpdatedCount, outcome.DeletedCount)),
        FileStatus.Unchanged => (ItemStatus.Succeeded, OperationMessages.Format("ItemUnchanged")),
        FileStatus.Superseded => (ItemStatus.Succeeded, outcome.ErrorMessage ?? OperationMessages.Format("ItemSuperseded")),
        FileStatus.Held => (ItemStatus.Failed, OperationMessages.Format("ItemHeld", outcome.ErrorMessage)),
        FileStatus.Cancelled => (ItemStatus.Cancelled, OperationMessages.Format("ItemRunCancelled")),
        _ => (ItemStatus.Failed, outcome.ErrorMessage),
    };

    private sealed class Outcome
    {
        public long FileId { get; set; }

        public string Status { get; set; } = "";

        public long? AcceptedCount { get; set; }

        public long? RejectedCount { get; set; }

        public long? InsertedCount { get; set; }

        public long? UpdatedCount { get; set; }

        public long? DeletedCount { get; set; }

        public string? ErrorMessage { get; set; }
    }
}
