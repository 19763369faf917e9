using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>What holds between runs, whatever happened in them.</summary>
internal static class Invariants
{
    public static async Task CheckAsync(TestHub hub)
    {
        await CheckCountsAsync(hub);
        await CheckVersionsAsync(hub);
        await CheckStagingAsync(hub);
        await CheckFoldersAsync(hub);
    }

    /// <summary>Counts add up, in the file's row and in the trail; what changed nothing counts no change.</summary>
    private static async Task CheckCountsAsync(TestHub hub)
    {
        Assert.Empty(await hub.QueryAsync(
            """
            SELECT 'read <> accepted + rejected', run_id, file_id FROM run_file WHERE read_count <> accepted_count + rejected_count
            UNION ALL
            SELECT 'accepted <> inserted + updated + unchanged', run_id, file_id FROM run_file
             WHERE status IN ('loaded', 'unchanged', 'held') AND accepted_count <> inserted_count + updated_count + unchanged_count
            UNION ALL
            SELECT 'changes of a file that changed nothing', run_id, file_id FROM run_file
             WHERE status NOT IN ('loaded', 'held')
               AND coalesce(inserted_count, 0) + coalesce(updated_count, 0) + coalesce(deleted_count, 0) <> 0
            UNION ALL
            SELECT 'version range <> changes', run_id, file_id FROM run_file
             WHERE status = 'loaded' AND coalesce(version_to - version_from, 0) <> inserted_count + updated_count + deleted_count
            UNION ALL
            SELECT 'last audit row <> run_file', rf.run_id, rf.file_id
              FROM run_file rf
              CROSS JOIN LATERAL (
                SELECT a.result, a.result_status FROM audit_log a
                 WHERE a.procedure_name = 'procesar_archivo' AND (a.parameters ->> 'run_id')::bigint = rf.run_id
                   AND (a.parameters ->> 'file_id')::bigint = rf.file_id
                 ORDER BY a.id DESC LIMIT 1) a
             WHERE rf.status IN ('loaded', 'unchanged', 'superseded', 'failed', 'discarded')
               AND (a.result_status, (a.result ->> 'read')::bigint, (a.result ->> 'accepted')::bigint,
                    (a.result ->> 'rejected')::bigint, (a.result ->> 'inserted')::bigint, (a.result ->> 'updated')::bigint,
                    (a.result ->> 'deleted')::bigint, (a.result ->> 'unchanged')::bigint)
                   IS DISTINCT FROM (rf.status, rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count,
                                     rf.updated_count, rf.deleted_count, rf.unchanged_count)
            """));
    }

    /// <summary>No number is given twice, none is above the counter, ranges of files do not overlap.</summary>
    private static async Task CheckVersionsAsync(TestHub hub)
    {
        foreach (var layout in hub.Layouts.All)
        {
            if (await hub.ScalarAsync<string?>($"SELECT to_regclass('{layout.Table}')::text") is null)
                continue;
            Assert.Empty(await hub.QueryAsync(
                $"""
                WITH given AS (
                    SELECT _version AS version FROM {layout.Table}
                    UNION ALL SELECT version FROM tombstone WHERE maestra = '{layout.Maestra}'
                )
                SELECT 'version given twice', version FROM given GROUP BY version HAVING count(*) > 1
                UNION ALL
                SELECT 'version above the counter', max(version) FROM given
                HAVING max(version) > (SELECT last_version FROM master_state WHERE maestra = '{layout.Maestra}')
                UNION ALL
                SELECT 'range overlaps the one before', r.version_from FROM (
                    SELECT version_from, lag(version_to, 1, 0::bigint) OVER (ORDER BY version_from) AS before
                      FROM run_file JOIN file USING (file_id) WHERE maestra = '{layout.Maestra}' AND version_to IS NOT NULL) r
                 WHERE r.version_from < r.before
                """));
        }
    }

    /// <summary>Staging lives as long as its file is worked on or held.</summary>
    private static async Task CheckStagingAsync(TestHub hub) => Assert.Empty(await hub.QueryAsync(
        $"""
        SELECT t.tablename FROM pg_tables t
         WHERE t.schemaname = '{HubDatabase.StagingSchema}' AND NOT EXISTS (
            SELECT 1 FROM run_file rf WHERE rf.status IN ('pending', 'running', 'held')
               AND t.tablename ~ ('^[a-z]_' || rf.run_id || '_' || rf.file_id || '_'))
        """));

    /// <summary>Every file is where its row says, and work holds nothing but files in work.</summary>
    private static async Task CheckFoldersAsync(TestHub hub)
    {
        var paths = await hub.QueryAsync("SELECT path FROM file WHERE location <> 'gone'");
        Assert.DoesNotContain(paths, p => !hub.Folders.Exists(p));
        var work = Directory.EnumerateFiles(hub.Folders.Work, "*", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(hub.Folders.Root, p));
        Assert.Empty(work.Except(paths));
    }
}
