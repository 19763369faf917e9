using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Makes the run that takes files once more, or for the first time after a correction, with its audit row.</summary>
internal static class ReprocessRun
{
    /// <param name="files">Their ids and names.</param>
    /// <param name="parameters">Further parameters; the files are added.</param>
    /// <param name="parentRunId">The run that it follows from, if any.</param>
    /// <returns>The run's id; the caller's transaction decides whether it is there.</returns>
    public static async Task<long> CreateAsync(
        NpgsqlConnection connection, DateOnly date, IReadOnlyCollection<(long FileId, string Name)> files, RunParameters parameters, string user,
        string? reason, long? parentRunId, CancellationToken ct)
    {
        var runId = (await RunStore.CreateAsync(
            connection, date, RunTrigger.Reprocess, user, parameters with { FileIds = [.. files.Select(f => f.FileId)] }, parentRunId, reason, ct))!.Value;
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "reprocesar", user, "queued", new { FechaProceso = date, Files = files.Select(f => f.Name) }, new { RunId = runId },
                AdditionalInfo: new { Reason = reason, ParentRunId = parentRunId }),
            ct);
        return runId;
    }
}
