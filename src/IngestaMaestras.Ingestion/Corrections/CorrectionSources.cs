using System.Security.Cryptography;
using Dapper;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Files;
using Npgsql;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>Opens files to be corrected: failed and processed ones, and the rejects files beside them.</summary>
public sealed class CorrectionSources(HubDatabase hub, DataFolders folders, FileHistory history, Func<LayoutSet> layouts)
{
    /// <summary>More lines than anybody corrects by hand.</summary>
    public const int MaxLines = 5_000;

    /// <summary>As many lines as long as any master has them, and some more.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <param name="rejects">The rejects file that lies beside it.</param>
    public async Task<CorrectionOpening> OpenAsync(long fileId, bool rejects, CancellationToken ct)
    {
        if (await history.FindAsync(fileId, ct) is not { } detail)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Unknown, "UnknownFile", fileId);
        }

        var file = detail.File;
        if (file.IsActive)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Busy, "Active", file.FileName, file.RunId);
        }

        if (file.Path.StartsWith("input/", StringComparison.Ordinal))
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Busy, "InInput", file.FileName);
        }

        if (file.Maestra is null || layouts().Find(file.Maestra) is not { } layout)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Unsuitable, "NoLayout", file.FileName);
        }

        var path = rejects ? detail.RejectsPath : file.Path;
        if (path is null)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Gone, "NoRejects", file.FileName);
        }

        var name = rejects ? path[(path.LastIndexOf('/') + 1)..] : file.FileName;
        await using var stream = folders.TryOpenRead(path);
        if (stream is null)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Gone, "Gone", path);
        }

        if (stream.Length > MaxBytes)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Unsuitable, "TooLarge", name, stream.Length, MaxBytes);
        }

        var bytes = new byte[stream.Length];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return await DescribeAsync(file, rejects, name, path, layout, bytes[..read], ct);
    }

    private async Task<CorrectionOpening> DescribeAsync(
        FileItem file, bool rejects, string name, string path, Layout layout, byte[] bytes, CancellationToken ct)
    {
        var lines = FileLines.Of(bytes);
        if (lines.Count > MaxLines)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Unsuitable, "TooManyLines", name, lines.Count, MaxLines);
        }

        if (lines.Count == 0)
        {
            return CorrectionOpening.Refuse(CorrectionRefusal.Unsuitable, "Empty", name);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await using var connection = await hub.OpenAsync(ct);
        var isCovered = await IsCoveredAsync(connection, file.FileId, rejects || file.OriginFileId is not null, ct);
        // Line numbers are those of the bytes that were read.
        var rejected = !rejects && file.Sha256 == hash ? await ReadRejectedAsync(connection, file.FileId, ct) : [];
        return new CorrectionOpening(
            new CorrectionSource(
                file.FileId, rejects, name, path, file.FechaProceso!.Value, layout, bytes, lines, hash,
                await ReadLastRelativeAsync(connection, file.FileId, ct),
                isCovered ? CorrectionMessages.Format("NotLastApplied", layout.Maestra) : null, rejected.Where(n => n <= lines.Count).ToHashSet()),
            null, "");
    }

    /// <summary>The newest file with the same original.</summary>
    internal static Task<long> ReadLastRelativeAsync(NpgsqlConnection connection, long fileId, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT max(r.file_id) FROM file f JOIN file r ON r.root_file_id = f.root_file_id WHERE f.file_id = @fileId",
            new { fileId },
            cancellationToken: ct));

    private static async Task<IEnumerable<int>> ReadRejectedAsync(NpgsqlConnection connection, long fileId, CancellationToken ct) =>
        await connection.QueryAsync<int>(new CommandDefinition(
            "SELECT line_number::int FROM rejected_line WHERE file_id = @fileId AND line_number <= @MaxLines",
            new { fileId, MaxLines },
            cancellationToken: ct));

    /// <summary>
    /// Whether the merge would find the correction superseded: a rejects file applies to the master's last load alone, a full
    /// one not below it.
    /// </summary>
    private static Task<bool> IsCoveredAsync(NpgsqlConnection connection, long fileId, bool isRejects, CancellationToken ct) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            isRejects
                ? """
                  WITH RECURSIVE origin AS (
                      SELECT file_id, origin_file_id, 1 AS depth FROM file WHERE file_id = @fileId
                      UNION ALL
                      SELECT f.file_id, f.origin_file_id, o.depth + 1 FROM file f JOIN origin o ON f.file_id = o.origin_file_id WHERE o.depth < 100
                  )
                  SELECT coalesce((SELECT s.file_id <> o.file_id FROM origin o JOIN file f USING (file_id) JOIN master_state s USING (maestra)
                                    WHERE o.origin_file_id IS NULL), false)
                  """
                : """
                  SELECT coalesce((SELECT (s.fecha_proceso, s.chain_order) > (f.fecha_proceso, f.chain_order)
                                     FROM file f JOIN master_state s USING (maestra) WHERE f.file_id = @fileId), false)
                  """,
            new { fileId },
            cancellationToken: ct));
}
