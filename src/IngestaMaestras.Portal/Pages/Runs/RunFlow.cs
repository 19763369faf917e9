using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Files, their steps, and who waited for whom.</summary>
internal sealed class RunFlow(
    LayoutSet layouts, DeliveryTargets targets, DeliveryOptions options,
    IReadOnlyDictionary<(string Maestra, string Step), TimeSpan> medians)
{
    /// <summary>In the order in which they could start.</summary>
    public IReadOnlyList<FlowFile> Of(IReadOnlyList<RunFileItem> files)
    {
        var waits = files.ToDictionary(f => f.FileId, f => WaitsFor(f, files));
        Dictionary<long, int> waves = [];
        var retried = files.Max(f => f.RetriedAt);
        return
        [
            .. files.Select(f => new FlowFile(f, waits[f.FileId], WaveOf(f, waits, waves), Median(f, RunMedians.WholeFile), Nodes(f, retried)))
                .OrderBy(f => f.Wave).ThenBy(f => f.File.Maestra ?? "\uFFFF", StringComparer.Ordinal),
        ];
    }

    /// <summary>As the dispatcher has it: parents by reference, and earlier files of the same master.</summary>
    private List<RunFileItem> WaitsFor(RunFileItem file, IReadOnlyList<RunFileItem> files)
    {
        if (file.Maestra is null || layouts.Find(file.Maestra) is not { } layout)
        {
            return [];
        }

        var parents = layouts.ParentsOf(layout).Select(p => p.Maestra).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. files.TakeWhile(f => f.FileId != file.FileId).Where(f => f.Maestra == file.Maestra).TakeLast(1),
            .. files.Where(f => f.Maestra is not null && parents.Contains(f.Maestra)),
        ];
    }

    private static int WaveOf(RunFileItem file, Dictionary<long, List<RunFileItem>> waits, Dictionary<long, int> waves)
    {
        if (!waves.TryGetValue(file.FileId, out var wave))
        {
            // Cycles of references are refused when layouts load.
            wave = 1 + waits[file.FileId].Select(f => WaveOf(f, waits, waves)).DefaultIfEmpty(0).Max();
            waves[file.FileId] = wave;
        }

        return wave;
    }

    /// <param name="retried">When the run's failed steps were tried again; null: they were not.</param>
    private List<FlowNode> Nodes(RunFileItem file, DateTime? retried)
    {
        List<FlowNode> nodes = [];
        foreach (var name in Enum.GetValues<StepName>())
        {
            if (name == StepName.Archive)
            {
                nodes.AddRange(file.Deliveries.Select(d => Delivery(file, d)));
            }

            if (name == StepName.Merge && file.State == FileStatus.Held)
            {
                // Nothing is being done: somebody has to decide.
                nodes.Add(new FlowNode(
                    name.Code(), StateLabels.Of(name), Tones.Of(file.State), StateLabels.Of(file.State), null, null, Median(file, name.Code()), null));
            }
            else if (file.Steps.FirstOrDefault(s => s.Step == name.Code()) is { } step)
            {
                nodes.Add(new FlowNode(
                    step.Step, StateLabels.OfStep(step.Step), Tones.Of(step.State), IsReused(step, retried) ? T("RunDetail.Reused") : StateLabels.Of(step.State), step.StartedAt, step.EndedAt,
                    Median(file, step.Step), Count(file, name), step.Attempts > 1 ? T("Runs.Attempts", step.Attempts) : null, step.NextAttemptAt));
            }
            else if (!file.State.IsEnded() && file.State != FileStatus.Held)
            {
                nodes.Add(new FlowNode(
                    name.Code(), StateLabels.Of(name), Tones.Of(StepStatus.Pending), StateLabels.Of(StepStatus.Pending), null, null,
                    Median(file, name.Code()), null));
            }
        }

        return nodes;
    }

    /// <summary>Done before the run's failed steps were tried again, and good still.</summary>
    private static bool IsReused(StepItem step, DateTime? retried) => step.State == StepStatus.Succeeded && step.EndedAt < retried;

    private FlowNode Delivery(RunFileItem file, FileDelivery delivery)
    {
        var step = $"deliver-{delivery.Target}";
        var waits = delivery.State is DeliveryState.Pending or DeliveryState.Failed && delivery.Attempts > 0;
        var attempts = options.ReadRetryDelays().Count + 1;
        return new FlowNode(
            step, targets.Find(delivery.Target)?.Title ?? delivery.Target, DeliveryBadges.Tone(delivery.State),
            T($"Deliveries.State.{delivery.State}"), delivery.StartedAt, delivery.EndedAt, Median(file, step),
            Plural("RunDetail.ChangeCount", delivery.Changes, Show.Number(delivery.Changes)),
            waits ? T("Deliveries.Attempt", Math.Min(delivery.Attempts, attempts), attempts) : null,
            delivery.State == DeliveryState.Pending ? delivery.NextAttemptAt : null);
    }

    private static string? Count(RunFileItem file, StepName step) => step switch
    {
        StepName.Claim => Show.Size(file.SizeBytes),
        StepName.Stage when file.ReadCount is { } read => T("RunDetail.ReadCount", Show.Number(read)),
        StepName.Merge when file is { State: not FileStatus.Held, InsertedCount: not null } =>
            Changes(file.InsertedCount.Value + (file.UpdatedCount ?? 0) + (file.DeletedCount ?? 0)),
        _ => null,
    };

    private static string Changes(long count) => Plural("RunDetail.ChangeCount", count, Show.Number(count));

    private TimeSpan? Median(RunFileItem file, string step) =>
        file.Maestra is { } maestra && medians.TryGetValue((maestra, step), out var median) ? median : null;
}
