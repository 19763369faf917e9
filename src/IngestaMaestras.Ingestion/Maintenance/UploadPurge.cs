using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Forgets uploads that nobody decided about, also where nobody uploads anything any more.</summary>
public sealed class UploadPurge(UploadStore uploads) : IMaintenanceTask
{
    public string Name => "subidas";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct) => MaintenanceResult.Removed(await uploads.ForgetOldAsync(ct));
}
