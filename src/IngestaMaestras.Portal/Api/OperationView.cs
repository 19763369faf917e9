using IngestaMaestras.Ingestion.Operations.Bulk;

namespace IngestaMaestras.Portal.Api;

/// <summary>A wide action and how far it has come.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Status">queued, running, held (a trial did not end well), succeeded, partial, failed or cancelled.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">Null while it has not ended.</param>
/// <param name="Message">Why it waits or how it ended, in Spanish.</param>
/// <param name="Items">Each with what came of it.</param>
public sealed record OperationView(
    long Id, string Kind, string Status, string RequestedBy, string? Reason, DateTime CreatedAt, DateTime? EndedAt, string? Message,
    IReadOnlyList<OperationItemView> Items)
{
    internal static OperationView Of(OperationRow operation, IReadOnlyList<OperationItem> items) => new(
        operation.OperationId, operation.Kind, operation.Status, operation.RequestedBy, operation.Reason, operation.CreatedAt, operation.EndedAt,
        operation.Message, [.. items.Select(i => new OperationItemView(i.FechaProceso, i.Maestra, i.FileId, i.Label, i.Status, i.Message ?? i.Action, i.RunId))]);
}

/// <summary>One item of an operation.</summary>
/// <param name="Date">The business date, if it has one.</param>
/// <param name="Master">The master, if it has one.</param>
/// <param name="FileId">The file that went, if any.</param>
/// <param name="Label">What it is about.</param>
/// <param name="Status">pending, running, succeeded, failed, skipped or cancelled.</param>
/// <param name="Message">What came of it, or what will be done, in Spanish.</param>
/// <param name="RunId">The run that did it, if any.</param>
public sealed record OperationItemView(DateOnly? Date, string? Master, long? FileId, string Label, string Status, string Message, long? RunId);
