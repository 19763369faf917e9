using Hangfire.States;
using Hangfire.Storage;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>Failed jobs leave the queue's tables after a month; the history is in our own.</summary>
internal sealed class FailedJobExpirationFilter : IApplyStateFilter
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState)
        {
            transaction.ExpireJob(context.BackgroundJob.Id, Keep);
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.OldStateName == FailedState.StateName)
        {
            transaction.PersistJob(context.BackgroundJob.Id);
        }
    }
}
