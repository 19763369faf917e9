using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>Masters as such: what is loaded of each, how their loads went, with which layouts.</summary>
public sealed class MasterCatalog(HubDatabase hub, Func<LayoutSet> layouts)
{
    /// <summary>Rows of a table that are counted; beyond, the server's own estimate has to do.</summary>
    public const int MaxCounted = 20_000;

    /// <summary>Versions of one layout that are listed.</summary>
    public const int MaxVersions = 50;

    /// <summary>Business dates of a master's history.</summary>
    public const int Days = 90;

    private const string Select =
        """
        SELECT s.maestra, s.fecha_proceso, s.run_id, s.file_id, s.last_version, s.pending_deletes, s.changed_at,
               rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count, rf.updated_count, rf.deleted_count, rf.unchanged_count
          FROM master_state s LEFT JOIN run_file rf USING (run_id, file_id)
        """;

    /// <summary>Every master that has a layout or was ever loaded, by name.</summary>
    public async Task<IReadOnlyList<MasterItem>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var loaded = (await connection.QueryAsync<MasterItem>(new CommandDefinition(Select, cancellationToken: ct))).ToList();
        var known = loaded.Select(m => m.Maestra).ToHashSet(StringComparer.Ordinal);
        List<MasterItem> all = [.. loaded, .. layouts().All.Where(l => !known.Contains(l.Maestra)).Select(l => new MasterItem { Maestra = l.Maestra })];
        foreach (var master in all)
        {
            await CountAsync(connection, master, ct);
        }

        return [.. all.OrderBy(m => m.Maestra, StringComparer.Ordinal)];
    }

    /// <summary>Null when there is neither a layout nor a load of that name.</summary>
    public async Task<MasterItem?> FindAsync(string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var master = await connection.QuerySingleOrDefaultAsync<MasterItem>(new CommandDefinition(
            Select + " WHERE s.maestra = @maestra", new { maestra }, cancellationToken: ct))
            ?? (layouts().Find(maestra) is { } layout ? new MasterItem { Maestra = layout.Maestra } : null);
        if (master is not null)
        {
            await CountAsync(connection, master, ct);
        }

        return master;
    }

    /// <summary>The last file of each of the latest business dates, oldest first.</summary>
    public async Task<IReadOnlyList<MasterDay>> ListDaysAsync(string maestra, CancellationToken ct)
    {
        // Several files of one date are usual, hundreds are not.
        const int files = 4 * Days;
        await using var connection = await hub.OpenAsync(ct);
        return [.. (await connection.QueryAsync<MasterDay>(new CommandDefinition(
            """
            SELECT DISTINCT ON (f.fecha_proceso) f.fecha_proceso, rf.run_id, rf.file_id, rf.status, rf.read_count, rf.accepted_count,
                   rf.rejected_count, rf.inserted_count, rf.updated_count, rf.deleted_count, rf.unchanged_count
              FROM (SELECT file_id, fecha_proceso FROM file
                     WHERE maestra = @maestra AND origin_file_id IS NULL ORDER BY fecha_proceso DESC, file_id DESC LIMIT @files) f
              JOIN run_file rf USING (file_id)
             WHERE rf.read_count IS NOT NULL
             ORDER BY f.fecha_proceso DESC, rf.run_id DESC, rf.file_id DESC LIMIT @Days
            """,
            new { maestra, files, Days },
            cancellationToken: ct))).Reverse()];
    }

    /// <summary>The layouts that its files were read with, the latest first.</summary>
    public async Task<IReadOnlyList<LayoutVersion>> ListVersionsAsync(string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<LayoutVersion>(new CommandDefinition(
            """
            SELECT layout_hash, maestra, source, first_used_at FROM layout_version
             WHERE maestra = @maestra ORDER BY first_used_at DESC, layout_hash LIMIT @MaxVersions
            """,
            new { maestra, MaxVersions },
            cancellationToken: ct))];
    }

    /// <summary>Null when the master was never read with such a layout.</summary>
    public async Task<LayoutVersion?> FindVersionAsync(string maestra, string hash, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<LayoutVersion>(new CommandDefinition(
            "SELECT layout_hash, maestra, source, first_used_at FROM layout_version WHERE layout_hash = @hash AND maestra = @maestra",
            new { maestra, hash },
            cancellationToken: ct));
    }

    private async Task CountAsync(NpgsqlConnection connection, MasterItem master, CancellationToken ct)
    {
        if (layouts().Find(master.Maestra) is not { } layout
            || await connection.ExecuteScalarAsync<float?>(new CommandDefinition(
                "SELECT reltuples FROM pg_class WHERE oid = to_regclass(@Table)",
                new { Table = $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}" },
                cancellationToken: ct)) is not { } estimate)
        {
            return;
        }

        var limit = MaxCounted + 1;
        master.Rows = CappedCount.Of(
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"SELECT count(*) FROM (SELECT 1 FROM {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} LIMIT @limit) counted",
                new { limit },
                cancellationToken: ct)),
            MaxCounted);
        master.RowsEstimate = master.Rows.IsCapped && estimate > MaxCounted ? (long)estimate : null;
    }
}
