using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Search;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Traces;

/// <summary>Where is my file? Finds it by name, contents or a key that it brought, and tells all that happened to it.</summary>
public sealed partial class FileTraces(HubDatabase hub, DataFolders folders, FolderReader reader, SearchQueries search)
{
    /// <summary>Files that are traced at once.</summary>
    public const int MaxFiles = 5;

    /// <summary>Events of one file that are given.</summary>
    public const int MaxEvents = 200;

    /// <summary>Files that were, the latest first, and keys of that text with the row's origin.</summary>
    public async Task<(IReadOnlyList<TracedFile> Files, IReadOnlyList<SearchHit> Keys)> FindAsync(string text, CancellationToken ct)
    {
        var keys = await search.FindKeysAsync(text, ct);
        long[] ids = HashPattern().IsMatch(text)
            ? await FindByHashAsync(text.ToLowerInvariant(), ct)
            : [.. (await search.FindFilesAsync(text, ct)).Select(f => f.Id).Concat(keys.Select(k => k.Id)).Where(id => id > 0).Distinct().Take(MaxFiles)];
        List<TracedFile> files = [];
        await using var connection = await hub.OpenAsync(ct);
        foreach (var id in ids)
        {
            if (await TraceAsync(connection, id, ct) is { } file)
            {
                files.Add(file);
            }
        }

        return (files, keys);
    }

    private async Task<long[]> FindByHashAsync(string hash, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<long>(new CommandDefinition(
            """
            SELECT DISTINCT file_id FROM (
                SELECT file_id FROM file WHERE sha256 = @hash UNION ALL SELECT file_id FROM run_file WHERE sha256 = @hash) f
             ORDER BY file_id DESC LIMIT @MaxFiles
            """,
            new { hash, MaxFiles }, cancellationToken: ct))];
    }

    private async Task<TracedFile?> TraceAsync(NpgsqlConnection connection, long fileId, CancellationToken ct)
    {
        var file = await connection.QuerySingleOrDefaultAsync<FileItem>(new CommandDefinition(
            $"{FileQueries.Select} {FileQueries.FromFile} WHERE f.file_id = @fileId", new { fileId }, cancellationToken: ct));
        if (file is null)
        {
            return null;
        }

        // Actions are asked for by time first: audit_log has no other way in, and nothing happened to a file before it came.
        var events = (await connection.QueryAsync<TraceEvent>(new CommandDefinition(
            """
            SELECT * FROM (
                SELECT first_seen_at AS at, 'seen' AS kind, location AS code, NULL AS state, NULL::bigint AS run_id, NULL AS by, file_name AS message
                  FROM file WHERE file_id = @fileId
                UNION ALL
                SELECT coalesce(rf.started_at, r.started_at, r.created_at), 'claimed', r.trigger, NULL, rf.run_id, r.requested_by, NULL
                  FROM run_file rf JOIN run r USING (run_id) WHERE rf.file_id = @fileId
                UNION ALL
                SELECT coalesce(s.ended_at, s.started_at), 'step', s.step, s.status, s.run_id, NULL, s.error_message
                  FROM step s WHERE s.file_id = @fileId AND coalesce(s.ended_at, s.started_at) IS NOT NULL
                UNION ALL
                SELECT rf.ended_at, 'ended', coalesce(rf.error_type, ''), rf.status, rf.run_id, NULL,
                       concat_ws(' ', rf.error_message, '(' || rf.read_count || ' / ' || rf.accepted_count || ' / ' || rf.rejected_count || ')')
                  FROM run_file rf WHERE rf.file_id = @fileId AND rf.ended_at IS NOT NULL
                UNION ALL
                SELECT coalesce(a.end_time, a.execution_time), 'audit', a.procedure_name, a.result_status, (a.result->>'run_id')::bigint, a.user_name,
                       coalesce(a.error_message, a.additional_info->>'reason')
                  FROM audit_log a
                 WHERE a.execution_time >= (SELECT first_seen_at - interval '1 hour' FROM file WHERE file_id = @fileId)
                   AND (a.parameters->>'file_id' = @text OR a.result->>'file_id' = @text
                        OR (a.parameters->'files' ? @FileName AND a.parameters->>'fecha_proceso' = @date)
                        OR a.result->'files' ? @Path)) e
             ORDER BY at, CASE kind WHEN 'seen' THEN 0 WHEN 'claimed' THEN 1 WHEN 'step' THEN 2 ELSE 3 END LIMIT @Limit
            """,
            new
            {
                fileId, text = fileId.ToString(CultureInfo.InvariantCulture), file.FileName, file.Path,
                date = file.FechaProceso?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Limit = MaxEvents + 1,
            },
            cancellationToken: ct))).ToList();
        reader.Stat([file]);
        var (isThere, isSame) = await LookAsync(file, ct);
        return new TracedFile(file, isThere, isSame, [.. events.Take(MaxEvents)], events.Count > MaxEvents);
    }

    private async Task<(bool IsThere, bool? IsSame)> LookAsync(FileItem file, CancellationToken ct)
    {
        try
        {
            if (!folders.Holds(file.Path))
            {
                return (false, null);
            }

            using var source = folders.Borrow(file.Path);
            return (true, file.Sha256 is { } hash ? await FileHash.ComputeAsync(source.Path, ct) == hash : null);
        }
        catch (ArchiveDamagedException)
        {
            return (true, false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (false, null); // Moved in this very moment.
        }
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex HashPattern();
}
