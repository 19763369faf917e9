using System.Security.Cryptography;
using System.Text;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;
using NpgsqlTypes;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Compares what a target holds of a master with the hub, key by key, and mends the differences through the normal path:
/// what has to be sent again gets new versions, so every target hears of it in order. Keys that changed after the
/// watermark are on their way anyway and are left alone.
/// </summary>
/// <param name="dispatcher">Sends what was mended; null: whoever compares sends nothing.</param>
public sealed class Reconciliation(
    HubDatabase hub, DeliveryTargets targets, DeliveryStore store, DeliveryRunner runner, DeliveryDispatcher? dispatcher, ChangeFeed feed)
{
    private const int ChunkSize = 5_000;
    private const int MaxExamples = 10;

    /// <summary>Compares one master; no delivery of it runs meanwhile.</summary>
    /// <param name="fix">Mend what differs; otherwise only tell.</param>
    /// <exception cref="DeliveryException">The target does not answer.</exception>
    /// <exception cref="DeliveryLostException">The delivery is under way, or was taken over in the middle.</exception>
    public async Task<ReconcileReport> CompareAsync(string targetName, Layout layout, bool fix, string user, CancellationToken ct)
    {
        var target = targets.Find(targetName) ?? throw new ArgumentException($"No target {targetName}.", nameof(targetName));
        var identity = await runner.ContactAsync(target, ct);
        var taken = await store.TryAcquireAsync(target.Name, layout.Maestra, identity.Identity, ct)
            ?? throw new DeliveryLostException(target.Name, layout.Maestra);
        try
        {
            // After a restore a watermark says nothing: what is above it may be older than what the target has.
            var isHeld = await store.IsHeldAsync(target.Name, layout.Maestra, ct);
            await feed.PrepareAsync(layout, ct);
            await using var connection = await hub.OpenAsync(ct);
            await connection.ExecuteAsync(
                """
                CREATE TEMP TABLE found (seq bigint NOT NULL, key_text text COLLATE "C" NOT NULL, version bigint, content bytea);
                CREATE TEMP TABLE held (key_text text COLLATE "C" NOT NULL, version bigint NOT NULL, content bytea);
                """);
            try
            {
                await CopyTargetAsync(connection, target, layout, taken.Epoch, ct);
                await CopyHubAsync(connection, target, layout, ct);
                var report = await JudgeAsync(connection, target, layout, isHeld ? long.MaxValue : taken.Watermark, ct);
                if (fix && !report.IsEqual)
                {
                    await store.EnsureOwnerAsync(target.Name, layout.Maestra, taken.Epoch, ct);
                    report = report with { Mended = await MendAsync(connection, target, layout, user, report, ct) };
                }

                if (isHeld && (report.IsEqual || fix))
                {
                    await store.EndHoldAsync(target.Name, layout.Maestra, taken.Epoch, ct);
                }

                return report;
            }
            finally
            {
                await connection.ExecuteAsync("DROP TABLE IF EXISTS found, held, verdict");
            }
        }
        finally
        {
            await store.ReleaseAsync(target.Name, layout.Maestra, taken.Epoch);
            if (fix && dispatcher is not null)
            {
                await dispatcher.DispatchAsync(target: null, layout.Maestra, failedToo: true, ct);
            }
        }
    }

    /// <summary>Gives rows new versions, so that every target is sent them again: replay of single keys.</summary>
    /// <returns>How many of the keys there are, as rows or as deleted ones.</returns>
    public async Task<long> TouchAsync(Layout layout, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await MasterLock.AcquireAsync(connection, layout.Maestra, ct);
        var touched = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            WITH base AS (SELECT last_version FROM master_state WHERE maestra = @Maestra),
                 rows AS (
                    UPDATE {Table(layout)} h SET _version = base.last_version + n.number
                      FROM (SELECT {HubColumn.KeyTextSql(layout, "k")} AS key_text, row_number() OVER () AS number
                              FROM {Table(layout)} k WHERE {HubColumn.KeyTextSql(layout, "k")} = ANY(@Keys)) n, base
                     WHERE {HubColumn.KeyTextSql(layout, "h")} = n.key_text RETURNING 1),
                 gone AS (
                    UPDATE tombstone t SET version = base.last_version + (SELECT count(*) FROM rows) + n.number
                      FROM (SELECT key_text, row_number() OVER () AS number FROM tombstone WHERE maestra = @Maestra AND key_text = ANY(@Keys)) n, base
                     WHERE t.maestra = @Maestra AND t.key_text = n.key_text RETURNING 1),
                 total AS (SELECT (SELECT count(*) FROM rows) + (SELECT count(*) FROM gone) AS count)
            UPDATE master_state SET last_version = last_version + total.count, state_version = state_version + 1, changed_at = now()
              FROM total WHERE maestra = @Maestra RETURNING total.count
            """,
            new { layout.Maestra, Keys = keys.ToArray() },
            commandTimeout: 0,
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return touched;
    }

    private static string Table(Layout layout) => $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";

    private static byte[] Hash(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    private async Task CopyTargetAsync(NpgsqlConnection connection, IDeliveryTarget target, Layout layout, long epoch, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync("COPY found (seq, key_text, version, content) FROM STDIN (FORMAT binary)", ct);
        writer.Timeout = TimeSpan.Zero;
        long seq = 0;
        await foreach (var entry in target.ReadAsync(layout, ct))
        {
            if (seq % ChunkSize == 0 && !await store.RenewAsync(target.Name, layout.Maestra, epoch, ct))
            {
                throw new DeliveryLostException(target.Name, layout.Maestra);
            }

            await writer.StartRowAsync(ct);
            await writer.WriteAsync(seq++, NpgsqlDbType.Bigint, ct);
            await writer.WriteAsync(entry.Key, NpgsqlDbType.Text, ct);
            await WriteNullableAsync(writer, entry.Version, NpgsqlDbType.Bigint, ct);
            await WriteNullableAsync(writer, entry.Content is { } content ? Hash(content) : null, NpgsqlDbType.Bytea, ct);
        }

        await writer.CompleteAsync(ct);
    }

    /// <summary>Rows and deleted keys as the feed gives them; a deleted one has no content.</summary>
    private async Task CopyHubAsync(NpgsqlConnection connection, IDeliveryTarget target, Layout layout, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync("COPY held (key_text, version, content) FROM STDIN (FORMAT binary)", ct);
        writer.Timeout = TimeSpan.Zero;
        var last = await feed.ReadLastVersionAsync(layout.Maestra, ct);
        for (long after = 0; after < last;)
        {
            var chunk = await feed.ReadAsync(layout, after, last, ChunkSize, ct);
            foreach (var change in chunk.Changes)
            {
                await writer.StartRowAsync(ct);
                await writer.WriteAsync(change.Key, NpgsqlDbType.Text, ct);
                await writer.WriteAsync(change.Version, NpgsqlDbType.Bigint, ct);
                await WriteNullableAsync(
                    writer, change.Op == ChangeOp.Upsert ? Hash(target.Describe(layout, change)) : null, NpgsqlDbType.Bytea, ct);
            }

            after = chunk.UpTo;
        }

        await writer.CompleteAsync(ct);
    }

    private static Task WriteNullableAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken ct) =>
        value is null ? writer.WriteNullAsync(ct) : writer.WriteAsync(value, type, ct);

    private static async Task<ReconcileReport> JudgeAsync(
        NpgsqlConnection connection, IDeliveryTarget target, Layout layout, long watermark, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            CREATE TEMP TABLE verdict AS
            SELECT coalesce(h.key_text, f.key_text) AS key_text, h.version AS hub_version, f.version AS target_version,
                   CASE WHEN h.version > @watermark THEN 'pending'
                        WHEN h.content IS NULL AND f.content IS NULL THEN 'equal'
                        WHEN f.content IS NULL THEN 'missing'
                        WHEN h.content IS NULL THEN 'superfluous'
                        WHEN f.content <> h.content OR f.version > h.version THEN 'different'
                        ELSE 'equal' END AS verdict,
                   h.content IS NOT NULL AS in_hub, f.content IS NOT NULL AS in_target
              FROM held h
              FULL JOIN (SELECT DISTINCT ON (key_text) * FROM found ORDER BY key_text, seq DESC) f USING (key_text)
            """,
            new { watermark },
            commandTimeout: 0,
            cancellationToken: ct));
        var counts = await connection.QuerySingleAsync<(long, long, long, long, long, long)>(new CommandDefinition(
            """
            SELECT count(*) FILTER (WHERE in_hub), count(*) FILTER (WHERE in_target), count(*) FILTER (WHERE verdict = 'missing'),
                   count(*) FILTER (WHERE verdict = 'different'), count(*) FILTER (WHERE verdict = 'superfluous'),
                   count(*) FILTER (WHERE verdict = 'pending')
              FROM verdict
            """,
            cancellationToken: ct));
        var examples = await connection.QueryAsync<(string Verdict, string Key)>(new CommandDefinition(
            "SELECT verdict, key_text FROM verdict WHERE verdict NOT IN ('equal', 'pending') ORDER BY verdict, key_text LIMIT @MaxExamples",
            new { MaxExamples },
            cancellationToken: ct));
        return new ReconcileReport(
            target.Name, layout.Maestra, counts.Item1, counts.Item2, counts.Item3, counts.Item4, counts.Item5, counts.Item6,
            [.. examples.Select(e => new ReconcileExample(e.Verdict, e.Key))]);
    }

    /// <summary>
    /// Numbers go on above whatever the target has seen, or a target that never overwrites a newer version would not listen.
    /// A row that changed since it was compared is left alone: its change is on the way.
    /// </summary>
    private static async Task<long> MendAsync(
        NpgsqlConnection connection, IDeliveryTarget target, Layout layout, string user, ReconcileReport report, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await MasterLock.AcquireAsync(connection, layout.Maestra, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO master_state (maestra) VALUES (@Maestra) ON CONFLICT DO NOTHING;
            UPDATE master_state SET last_version = greatest(last_version, coalesce((SELECT max(version) FROM found), 0)) WHERE maestra = @Maestra
            """,
            new { layout.Maestra },
            cancellationToken: ct));
        var mended = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            WITH again AS (
                UPDATE {Table(layout)} h SET _version = s.last_version + v.number
                  FROM (SELECT key_text, hub_version, row_number() OVER () AS number FROM verdict WHERE verdict IN ('missing', 'different')) v,
                       master_state s
                 WHERE s.maestra = @Maestra AND {HubColumn.KeyTextSql(layout, "h")} = v.key_text AND h._version = v.hub_version
                RETURNING 1)
            UPDATE master_state SET last_version = last_version + (SELECT count(*) FROM verdict WHERE verdict IN ('missing', 'different'))
             WHERE maestra = @Maestra RETURNING (SELECT count(*) FROM again)
            """,
            new { layout.Maestra },
            commandTimeout: 0,
            cancellationToken: ct));
        mended += await BuryAsync(connection, layout, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE master_state SET state_version = state_version + 1, changed_at = now() WHERE maestra = @Maestra",
            new { layout.Maestra },
            cancellationToken: ct));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "reconciliar", user, "succeeded", new { Target = target.Name, layout.Maestra },
                new { report.Missing, report.Different, report.Superfluous, Mended = mended }),
            ct);
        await transaction.CommitAsync(ct);
        return mended;
    }

    /// <summary>Keys that the target has and the hub has not: a deletion for each.</summary>
    private static async Task<long> BuryAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct)
    {
        var keys = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT key_text FROM verdict WHERE verdict = 'superfluous'", cancellationToken: ct))).ToList();
        long buried = 0;
        foreach (var some in keys.Chunk(ChunkSize))
        {
            buried += await connection.ExecuteAsync(new CommandDefinition(
                $"""
                INSERT INTO tombstone (maestra, key_text, key_values, version, file_id)
                SELECT @Maestra, k.key_text, k.key_values::jsonb, s.last_version + k.number, coalesce(s.file_id, 0)
                  FROM unnest(@Keys, @Values) WITH ORDINALITY AS k (key_text, key_values, number), master_state s
                 WHERE s.maestra = @Maestra
                   AND NOT EXISTS (SELECT 1 FROM {Table(layout)} h WHERE {HubColumn.KeyTextSql(layout, "h")} = k.key_text)
                ON CONFLICT (maestra, key_text) DO UPDATE SET version = excluded.version, deleted_at = now();
                """,
                new { layout.Maestra, Keys = some, Values = some.Select(k => KeyParts.ToJson(layout, k) ?? "{}").ToArray() },
                commandTimeout: 0,
                cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE master_state SET last_version = last_version + @Length WHERE maestra = @Maestra",
                new { some.Length, layout.Maestra },
                cancellationToken: ct));
        }

        return buried;
    }
}
