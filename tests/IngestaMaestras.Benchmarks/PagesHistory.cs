using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// Three years of nights, the last of them today's, in a scratch database: runs, files, steps, audit rows, logs, one master
/// with rows, and as many errors as asked for.
/// </summary>
internal static class PagesHistory
{
    public const int Nights = 3 * 365;
    public const int Masters = 13;

    /// <summary>Nights whose log is still kept; the last one said so much that a page of it lies deep.</summary>
    public const int LoggedNights = 30;
    public const int LinesOfLastNight = 200_000;

    /// <summary>Pages look back from today, so history ends there.</summary>
    public static DateOnly LastNight { get; } = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(-5));

    public static DateOnly FirstNight { get; } = LastNight.AddDays(1 - Nights);

    /// <param name="nights">How many of them, from the first on.</param>
    public static async Task FillAsync(HubDatabase hub, long errors, int nights = Nights)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        // Built at the end, indexes cost a fraction of what they cost row by row.
        var indexes = (await connection.QueryAsync<(string Name, string Definition)>(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'error_log' AND indexname <> 'error_log_pkey'")).ToList();
        foreach (var statement in indexes.Select(i => $"DROP INDEX {i.Name}")
            .Concat(Statements)
            .Append("SET maintenance_work_mem = '512MB'")
            .Concat(indexes.Select(i => i.Definition))
            .Append("VACUUM ANALYZE"))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                statement, new { Nights = nights, Masters, FirstNight, LoggedNights, LinesOfLastNight, Errors = errors }, commandTimeout: 0));
        }
    }

    /// <summary>Null while nobody has filled the database.</summary>
    public static async Task<long?> CountErrorsAsync(HubDatabase hub)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT nullif(count(*), 0) FROM error_log", commandTimeout: 0));
    }

    /// <summary>A master whose rows can be read: twice the same file, a twentieth of its names changed.</summary>
    public static async Task LoadMasterAsync(HubDatabase hub, Layout layout, TempFolder temp, int rows)
    {
        const int FirstRun = 1_000_000;
        HubTables tables = new(hub);
        for (var file = 0; file < 2; file++)
        {
            var path = temp[$"XCATEG-{file}.txt"];
            await using (var writer = Xcateg.Open(path))
            {
                for (var i = 0; i < rows; i++)
                {
                    await writer.WriteLineAsync(Xcateg.Line(i, file > 0 && i % 20 == 0 ? $"NOMBRE NUEVO {i}" : $"CATEGORIA NUMERO {i}"));
                }
            }

            await HubLoad.RunAsync(hub, tables, layout, FirstRun + file, path);
        }

        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(new CommandDefinition($"VACUUM ANALYZE {HubDatabase.Schema}.{layout.Table}", commandTimeout: 0));
    }

    private static IEnumerable<string> Statements =>
    [
        """
        INSERT INTO run (fecha_proceso, status, trigger, requested_by, created_at, started_at, discovered_at, ended_at)
        SELECT @FirstNight::date + n, CASE WHEN n % 17 = 0 THEN 'failed' WHEN n % 5 = 0 THEN 'partial' ELSE 'succeeded' END,
               CASE WHEN n % 29 = 0 THEN 'operator' ELSE 'catch-up' END, 'sistema', t, t, t, t + interval '3 minutes'
          FROM generate_series(0, @Nights - 1) n, LATERAL (SELECT (@FirstNight::date + n) + interval '2 hours' AS t) at
        """,
        """
        INSERT INTO file (maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes, run_id, first_seen_at)
        SELECT 'MAESTRA' || m, 'MAESTRA' || m || '_' || n || '.txt', @FirstNight::date + n, '', n * @Masters + m,
               CASE WHEN (n + m) % 50 = 0 THEN 'error/' ELSE 'processed/' END || n || '/' || m,
               CASE WHEN (n + m) % 50 = 0 THEN 'error' ELSE 'processed' END, 1000000, n + 1, (@FirstNight::date + n) + interval '1 hour'
          FROM generate_series(0, @Nights - 1) n, generate_series(1, @Masters) m ORDER BY n, m
        """,
        """
        INSERT INTO run_file (run_id, file_id, status, read_count, accepted_count, rejected_count, created_at, started_at, ended_at)
        SELECT f.run_id, f.file_id, CASE f.location WHEN 'error' THEN 'failed' ELSE 'loaded' END, 1000, 990, 10, r.started_at, r.started_at, r.ended_at
          FROM file f JOIN run r USING (run_id)
        """,
        """
        INSERT INTO step (run_id, file_id, step, status, attempts, started_at, ended_at)
        SELECT rf.run_id, rf.file_id, s.name, CASE WHEN rf.status = 'failed' AND s.n > 2 THEN 'skipped' ELSE 'succeeded' END, 1,
               rf.started_at + s.n * interval '20 seconds', rf.started_at + (s.n + 1) * interval '20 seconds'
          FROM run_file rf, (VALUES (0, 'claim'), (1, 'stage'), (2, 'merge'), (3, 'deliver-kafka'), (3, 'deliver-oracle'), (4, 'archive')) s (n, name)
        """,
        """
        INSERT INTO step_log (at, level, run_id, file_id, step, attempt, worker_id, message)
        SELECT r.started_at + i * interval '1 millisecond', CASE WHEN i % 5000 = 0 THEN 'error' WHEN i % 50 = 0 THEN 'warning' WHEN i % 3 = 0 THEN 'debug' ELSE 'info' END,
               r.run_id, (r.run_id - 1) * @Masters + i % @Masters + 1, CASE i % 4 WHEN 0 THEN 'stage' WHEN 1 THEN 'merge' ELSE 'deliver-kafka' END,
               1 + i % 2, 'obrero', 'línea ' || i || ' de la ejecución ' || r.run_id
          FROM run r, generate_series(1, CASE WHEN r.run_id = @Nights THEN @LinesOfLastNight ELSE 500 END) i
         WHERE r.run_id > @Nights - @LoggedNights
        """,
        // The rows of a load have one moment. Some types and masters are everyday, some rare, some in between.
        """
        INSERT INTO error_log (fecha_proceso, "timestamp", error_type, severity, maestra, file_name, line_number, field, rule, value,
                               raw_line, message, run_id, file_id, resolved_at)
        SELECT @FirstNight::date + night, (@FirstNight::date + night) + interval '2 hours' + master * interval '7 seconds',
               CASE WHEN i % 100003 = 0 THEN 'ERROR_KAFKA' ELSE (ARRAY['CAMPO_REQUERIDO', 'TIPO_INVALIDO', 'FUERA_DE_RANGO', 'LINEA_CORTA'])[i % 4 + 1] END,
               CASE WHEN i % 9 = 0 THEN 'aviso' ELSE 'error' END,
               CASE WHEN i % 2999 = 0 THEN 'RARA' WHEN i % 67 = 0 THEN 'POCA' ELSE 'MAESTRA' || master END, 'MAESTRA' || master || '_' || night || '.txt', i % 9999,
               'CAMPO' || i % 11, 'numero(' || i % 3 || ')', 'valor ' || i, rpad('línea ' || i, 120, 'x'),
               'El campo CAMPO' || i % 11 || ' tiene «valor ' || i || '»; se esperaba un número entero.', night + 1,
               night * @Masters + master, CASE WHEN i % 3 = 0 THEN now() END
          FROM (SELECT i, (i * @Nights / @Errors)::int AS night, (i * @Nights * @Masters / @Errors % @Masters + 1)::int AS master
                  FROM generate_series(0, @Errors - 1) i) spread
        """,
        """
        INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, parameters, duration)
        SELECT CASE WHEN i % 20 = 0 THEN 'devolver_a_input' ELSE 'archivo' END, t, t, CASE WHEN i % 20 = 0 THEN 'ana' ELSE 'sistema' END,
               'succeeded', '{}', interval '1 second'
          FROM generate_series(0, @Nights * (@Masters + 1) - 1) i,
               LATERAL (SELECT @FirstNight::date + i / (@Masters + 1) + i % (@Masters + 1) * interval '1 minute' AS t) at
        """,
    ];
}
