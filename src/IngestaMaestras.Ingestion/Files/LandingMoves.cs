using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// Puts files that have a row already into input, whoever comes first: the request that handed them in, the run that was
/// made for them, or the start after a crash.
/// </summary>
public sealed class LandingMoves(HubDatabase hub, FileMover mover)
{
    /// <summary>Moves those of the files that are still on their way; the others are left alone.</summary>
    /// <exception cref="IOException">The file system refused, or the file is gone.</exception>
    public async Task FinishAsync(IEnumerable<long> fileIds, CancellationToken ct)
    {
        foreach (var fileId in fileIds)
        {
            await FinishAsync(fileId, ct);
        }
    }

    private async Task FinishAsync(long fileId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two of them at once would each find the file half moved. The row itself is the mover's to write.
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(hashtextextended('landing ' || @fileId, 0))", new { fileId }, cancellationToken: ct));
        var isOnItsWay = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"SELECT path LIKE '{DataFolders.UploadPattern}' FROM file WHERE file_id = @fileId", new { fileId }, cancellationToken: ct));
        if (isOnItsWay)
        {
            await mover.ToInputAsync(fileId, ct);
        }

        await transaction.CommitAsync(ct);
    }
}
