namespace IngestaMaestras.Ingestion.Operations;

/// <summary>A file in input that waits for the run that was asked for.</summary>
/// <param name="AskedFileId">The file that was named.</param>
/// <param name="FileId">The file that goes: that one, or a correction of it.</param>
/// <param name="LastRunId">The run that had it last; the new one follows from it.</param>
internal sealed record ReadyFile(long AskedFileId, long FileId, string FileName, DateOnly FechaProceso, long? LastRunId)
{
    public static ReadyFile Of(long fileId, string fileName, DateOnly date, long? lastRunId) => new(fileId, fileId, fileName, date, lastRunId);
}
