using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Maintenance;

/// <summary>What a week came to, out of a history of nine weeks.</summary>
public sealed class WeekReaderTests(PostgresFixture postgres)
{
    /// <summary>Monday; the week before it is the one before.</summary>
    private static readonly DateOnly Week = TestHub.Date("2026-11-16");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_steps_errors_and_volumes_of_a_week_stand_beside_those_of_the_week_before()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        // Nine weeks, a run of a hundred seconds each day; the last Wednesday's file is a tenth, and its run slow and partial.
        await hub.ExecuteAsync(
            """
            INSERT INTO run (fecha_proceso, status, trigger, requested_by, started_at, ended_at)
            SELECT d, CASE d WHEN '2026-11-18' THEN 'partial' ELSE 'succeeded' END, 'operator', 'x', d + interval '2 hours',
                   d + interval '2 hours' + make_interval(secs => CASE d WHEN '2026-11-18' THEN 900 ELSE 100 END)
              FROM generate_series(date '2026-09-21', date '2026-11-22', interval '1 day') d;
            INSERT INTO file (maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
            SELECT 'CIUDAD', 'CIUDAD_' || fecha_proceso || '.txt', fecha_proceso, 'x', 1, 'processed/' || fecha_proceso || '/CIUDAD.txt', 'processed', 1 FROM run ORDER BY run_id;
            INSERT INTO run_file (run_id, file_id, status, read_count, findings_by_type, ended_at)
            SELECT r.run_id, f.file_id, 'loaded', CASE r.fecha_proceso WHEN '2026-11-18' THEN 100 ELSE 1000 + r.run_id % 7 END,
                   CASE WHEN r.fecha_proceso >= '2026-11-16' THEN '{"TIPO_INVALIDO": 4, "CLAVE_DUPLICADA": 1}' WHEN r.fecha_proceso >= '2026-11-09' THEN '{"TIPO_INVALIDO": 1}' ELSE '{}' END::jsonb, r.ended_at
              FROM run r JOIN file f USING (fecha_proceso);
            INSERT INTO step (run_id, file_id, step, status, attempts, started_at, ended_at)
            SELECT run_id, file_id, s, CASE WHEN s = 'deliver-kafka' AND r.fecha_proceso = '2026-11-18' THEN 'failed' ELSE 'succeeded' END,
                   CASE WHEN s = 'deliver-kafka' AND r.fecha_proceso >= '2026-11-18' THEN 2 ELSE 1 END, r.started_at, r.ended_at
              FROM run_file JOIN run r USING (run_id) CROSS JOIN unnest(ARRAY['stage', 'deliver-kafka']) s
            """);

        var week = await new WeekReader(hub.Worker.Database, hub.Options.CreateCalendar()).ReadAsync(Week, Ct);

        Assert.Equal((TestHub.Date("2026-11-16"), TestHub.Date("2026-11-22")), (week.From, week.To));
        Assert.Equal(new RunFigures(7, 6, 1, 0, 100, 900), week.Runs);
        Assert.Equal(new RunFigures(7, 7, 0, 0, 100, 100), week.RunsBefore);
        Assert.Equal(("partial", 900), (week.Longest[0].Status, week.Longest[0].Seconds));
        Assert.Equal(
            [new StepFigures("deliver-kafka", 6, 1, 5, 7, 0), new StepFigures("stage", 7, 0, 0, 7, 0)],
            week.Steps.OrderBy(s => s.Step, StringComparer.Ordinal));
        Assert.Equal([new ErrorFigures("CIUDAD", "TIPO_INVALIDO", 28, 7), new ErrorFigures("CIUDAD", "CLAVE_DUPLICADA", 7, 0)], week.Errors);
        var volume = Assert.Single(week.Volumes);
        Assert.Equal(("CIUDAD", 7, 1003d), (volume.Maestra, volume.Files, volume.Usual));
        var unusual = Assert.Single(volume.Unusual);
        Assert.Equal(("CIUDAD_2026-11-18.txt", 100, true), (unusual.FileName, unusual.Records, unusual.IsFar));
    }

    [Fact]
    public async Task Measurements_tell_what_grew_and_old_ones_are_forgotten_twice_in_a_row()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            INSERT INTO measurement (measured_at, metric, subject, value)
            SELECT '2026-11-16 12:00+00'::timestamptz + make_interval(hours => n), m, s, v FROM generate_series(0, 4) n CROSS JOIN LATERAL (VALUES
                   ('cpu_total', 'nodo', 1000.0 * n), ('cpu_busy', 'nodo', CASE n WHEN 4 THEN 0 ELSE 250.0 * n END), ('memory_total', 'nodo', 128.0), ('memory_used', 'nodo', 32 + 16 * n),
                   ('disk_free', 'nodo', 1000 - n), ('disk_total', 'nodo', 2000.0), ('database_bytes', '', 500 + n), ('table_bytes', 'erp_ciudad', 10 + n),
                   ('topic_messages', 't', 7 * n), ('consumer_lag', 'g t', 3.0)) x (m, s, v);
            INSERT INTO measurement (measured_at, metric, value) VALUES (now() - interval '401 days', 'database_bytes', 1)
            """);
        MaintenanceOptions options = new();
        MaintenanceRunner maintenance = new(
            hub.Worker.Database, [new Measurements(hub.Worker.Database, hub.Folders, null, options)], options, hub.Options, new FixedTime());

        var first = await maintenance.RunAsync("mediciones", AuditEntry.System, Ct);
        var second = await maintenance.RunAsync("mediciones", AuditEntry.System, Ct);
        var third = await maintenance.RunAsync("mediciones", AuditEntry.System, Ct);

        Assert.EndsWith("; 1 viejas retiradas.", first.Message, StringComparison.Ordinal);
        Assert.EndsWith("; 0 viejas retiradas.", second.Message, StringComparison.Ordinal);
        Assert.True(third.Done, third.Message);
        // Of those that had nothing to tell, the last is enough.
        Assert.Equal(2, await hub.ScalarAsync<int>("SELECT count(*) FROM maintenance_run"));
        Assert.Equal(3, await hub.ScalarAsync<int>("SELECT count(*) FROM measurement WHERE metric = 'database_bytes' AND measured_at > now() - interval '1 hour' AND value > 1000000"));
        Assert.True(await hub.ScalarAsync<bool>("SELECT bool_and(value >= 0) AND count(*) > 20 FROM measurement WHERE measured_at > now() - interval '1 hour'"));

        var week = await new WeekReader(hub.Worker.Database, hub.Options.CreateCalendar()).ReadAsync(Week, Ct);
        // What the processor did while the machine was started again is not known.
        Assert.Equal(new MachineFigures("nodo", 0.25, 0.25, 0.5, 0.75, 1000, 996, 2000), week.Machines.Single());
        Assert.Equal(new GrowthFigures("", 500, 504), week.Database);
        Assert.Equal([new GrowthFigures("erp_ciudad", 10, 14)], week.Tables);
        Assert.Equal([new GrowthFigures("t", 0, 28)], week.Topics);
        Assert.Equal([new GrowthFigures("g t", 3, 3)], week.Lags);
    }
}
