using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>
/// A job takes along where it comes from, as a parameter of its own, and whatever it does carries it. One that comes from
/// nothing (what is recurring) is itself what others come from. Pressed again in the panel, it comes from that click.
/// </summary>
internal sealed class CorrelationFilter : JobFilterAttribute, IClientFilter, IServerFilter, IApplyStateFilter
{
    public void OnCreating(CreatingContext context)
    {
        if (Correlation.Current is { } id)
        {
            context.SetJobParameter(Correlation.Name, id);
        }
    }

    public void OnCreated(CreatedContext context)
    {
        // Nothing: it is in the job.
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context is { NewState: EnqueuedState, OldStateName: not null } && Correlation.Current is { } id)
        {
            context.Connection.SetJobParameter(context.BackgroundJob.Id, Correlation.Name, SerializationHelper.Serialize(id));
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // Nothing: it comes from where it came.
    }

    public void OnPerforming(PerformingContext context) => context.Items[Correlation.Name] =
        Correlation.Begin(context.GetJobParameter<string?>(Correlation.Name, allowStale: true) ?? $"job-{context.BackgroundJob.Id}");

    public void OnPerformed(PerformedContext context) => (context.Items[Correlation.Name] as IDisposable)?.Dispose();
}
