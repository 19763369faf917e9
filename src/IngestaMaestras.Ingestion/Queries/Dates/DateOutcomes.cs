using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>
/// How business dates stand, for every page that shows it. The latest outcome of each original file counts, whichever
/// run gave it; corrections and rejects files follow their original, and cancelled ones replace nothing.
/// </summary>
public sealed class DateOutcomes(HubDatabase hub)
{
    /// <summary>The latest dates of which anything is known, newest first.</summary>
    /// <param name="before">Only dates before this one.</param>
    public async Task<Page<DateOutcome>> ListAsync(DateOnly? before, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        // From one date to the next by the indexes: what lies between costs nothing.
        var dates = (await connection.QueryAsync<DateOnly>(new CommandDefinition(
            """
            WITH RECURSIVE found AS (
                SELECT coalesce(@before::date, 'infinity'::date) AS fecha, 0 AS number
                UNION ALL
                SELECT greatest((SELECT max(r.fecha_proceso) FROM run r WHERE r.fecha_proceso < found.fecha),
                                (SELECT max(f.fecha_proceso) FROM file f WHERE f.fecha_proceso < found.fecha AND f.location <> 'gone')),
                       number + 1
                  FROM found WHERE found.fecha IS NOT NULL AND number <= @size
            )
            SELECT fecha FROM found WHERE number > 0 AND fecha IS NOT NULL ORDER BY number
            """,
            new { before, size },
            cancellationToken: ct))).ToList();
        var shown = dates.Take(size).ToArray();
        var outcomes = await ReadAsync(connection, shown, ct);
        return new Page<DateOutcome>(outcomes, dates.Count > size ? shown[^1].ToString("O", null) : null);
    }

    /// <summary>The given dates, in the given order, whether or not anything is known of them.</summary>
    public async Task<IReadOnlyList<DateOutcome>> ReadAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await ReadAsync(connection, dates, ct);
    }

    /// <summary>The latest date that has a run; null when there was none.</summary>
    public async Task<DateOnly?> FindLatestDateAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
            "SELECT max(fecha_proceso) FROM run", cancellationToken: ct));
    }

    private static async Task<IReadOnlyList<DateOutcome>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<DateOnly> dates, CancellationToken ct)
    {
        var days = dates.ToArray();
        var files = (await ReadFilesAsync(connection, days, ct)).ToLookup(f => f.FechaProceso);
        var notes = (await ReadNotesAsync(connection, days, ct)).ToLookup(n => n.FechaProceso);
        var runs = (await connection.QueryAsync<RunItem>(new CommandDefinition(
            $"SELECT {RunItem.Columns} FROM run r {RunItem.Totals} WHERE r.fecha_proceso = ANY(@days) ORDER BY r.run_id DESC",
            new { days },
            cancellationToken: ct))).ToLookup(r => r.FechaProceso);
        return [.. days.Select(day =>
        {
            var masters = Combine([.. files[day]], [.. notes[day]]);
            RunItem[] ofDay = [.. runs[day]];
            return new DateOutcome(
                day, DateColour.Of([.. masters.Select(m => m.Condition)], [.. ofDay.Select(r => r.State)]), masters, ofDay);
        })];
    }

    private static IReadOnlyList<MasterOutcome> Combine(IReadOnlyList<FileOutcome> files, IReadOnlyList<Note> notes)
    {
        var byMaster = files.ToLookup(f => f.Maestra);
        var notesByMaster = notes.ToLookup(n => n.Maestra);
        return
        [
            .. files.Select(f => f.Maestra).Concat(notes.Select(n => n.Maestra)).Distinct()
                .OrderBy(m => m is null).ThenBy(m => m, StringComparer.Ordinal)
                .Select(m => new MasterOutcome(
                    m, Judge([.. byMaster[m]], [.. notesByMaster[m]]), [.. byMaster[m]],
                    notesByMaster[m].Any(n => n.Kind == Finding.Late))),
        ];
    }

    /// <summary>What came speaks for the master; what was noted about it only while nothing came.</summary>
    private static MasterCondition Judge(IReadOnlyList<FileOutcome> files, IReadOnlyList<Note> notes)
    {
        var worst = files.Where(f => f.IsEffective)
            .Select(f => f is { IsAccepted: true, State: FileStatus.Failed } ? MasterCondition.Accepted : DateColour.Of(f.State)).DefaultIfEmpty(MasterCondition.NotYet).Max();
        if (worst >= MasterCondition.Pending)
        {
            return worst;
        }

        if (notes.Any(n => n.Kind == Note.Waiting))
        {
            return notes.Any(n => n.Kind == Finding.Paused) ? MasterCondition.Paused : MasterCondition.Waiting;
        }

        return worst != MasterCondition.NotYet ? worst
            : notes.Any(n => n.Kind == Finding.Paused) ? MasterCondition.Paused
            : notes.Any(n => n.Kind == Note.Accepted) ? MasterCondition.Accepted
            : notes.Any(n => n.Kind == Finding.Missing) ? MasterCondition.Missing
            : worst;
    }

    private static Task<IEnumerable<FileOutcome>> ReadFilesAsync(NpgsqlConnection connection, DateOnly[] days, CancellationToken ct) =>
        connection.QueryAsync<FileOutcome>(new CommandDefinition(
            """
            SELECT * FROM (
                SELECT f.fecha_proceso, f.maestra, f.file_id, f.file_name, f.origin_file_id, f.location, f.chain_order, rf.run_id,
                       rf.status, rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count, rf.updated_count,
                       rf.deleted_count, rf.unchanged_count, rf.suppressed_deletes, rf.alert, rf.error_type, rf.error_message,
                       rf.started_at, rf.ended_at,
                       EXISTS (SELECT 1 FROM acceptance a WHERE a.fecha_proceso = f.fecha_proceso AND a.root_file_id = f.root_file_id
                                  AND a.run_id >= rf.run_id) AS is_accepted,
                       row_number() OVER (PARTITION BY f.root_file_id ORDER BY rf.run_id DESC, f.file_id DESC) = 1 AS is_effective,
                       row_number() OVER (PARTITION BY f.root_file_id, f.origin_file_id IS NULL
                                          ORDER BY rf.run_id DESC, f.file_id DESC) = 1 AS is_latest_of_kind
                  FROM file f JOIN run_file rf USING (file_id)
                 WHERE f.fecha_proceso = ANY(@days) AND rf.status <> 'cancelled') o
             WHERE is_effective OR (is_latest_of_kind AND origin_file_id IS NULL)
             ORDER BY origin_file_id NULLS FIRST, chain_order, file_id
            """,
            new { days },
            cancellationToken: ct));

    private static Task<IEnumerable<Note>> ReadNotesAsync(NpgsqlConnection connection, DateOnly[] days, CancellationToken ct) =>
        connection.QueryAsync<Note>(new CommandDefinition(
            $"""
            SELECT DISTINCT r.fecha_proceso, n.maestra, n.finding AS kind
              FROM run r JOIN run_finding n USING (run_id)
             WHERE r.fecha_proceso = ANY(@days) AND n.finding = ANY(@Kinds) AND n.maestra <> ''
            UNION ALL
            SELECT f.fecha_proceso, f.maestra, '{Note.Waiting}' FROM file f
             WHERE {FileSql.IsWaiting("f")} AND f.fecha_proceso = ANY(@days)
            UNION ALL
            SELECT f.fecha_proceso, f.maestra, '{Finding.Paused}' FROM file f
             WHERE {FileSql.IsWaiting("f")} AND f.fecha_proceso = ANY(@days) AND {PauseSql.IsPaused("f")}
            UNION ALL
            SELECT a.fecha_proceso, a.maestra, '{Note.Accepted}' FROM acceptance a WHERE a.fecha_proceso = ANY(@days) AND a.root_file_id IS NULL
            """,
            new { days, Kinds = new[] { Finding.Missing, Finding.Late, Finding.Paused } },
            cancellationToken: ct));

    private sealed class Note
    {
        public const string Waiting = "en-espera";
        public const string Accepted = "aceptado";

        public DateOnly FechaProceso { get; set; }

        public string? Maestra { get; set; }

        public string Kind { get; set; } = "";
    }
}
