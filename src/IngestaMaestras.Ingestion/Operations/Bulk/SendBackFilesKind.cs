using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Sends files back to input, for the next run of their dates to take.</summary>
public sealed class SendBackFilesKind(FileForecast forecast, FileOperations files) : IOperationKind
{
    public string Code => OperationKinds.SendBackFiles;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct) =>
        new(await forecast.ListAsync(AuditLog.FromJson<FilesParameters>(parameters)!, run: false, ct), []);

    /// <summary>One file, so that what has not begun can be called off.</summary>
    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var item = work.Next[0];
        // Sent back before a crash, and not yet written down as such: it is where it was to go.
        var result = await files.EnsureInInputAsync(item.FileId!.Value, work.Operation.RequestedBy, ct);
        await work.SaveAsync(item, result.Done ? ItemStatus.Succeeded : ItemStatus.Failed, result.Message, ct);
        return null;
    }
}
