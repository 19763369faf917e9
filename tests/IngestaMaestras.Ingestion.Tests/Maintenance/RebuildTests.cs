using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Maintenance.Rebuild;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Maintenance;

/// <summary>Tables rewritten in a window: only in it, only while no run executes, and told what it brought.</summary>
public sealed class RebuildTests(PostgresFixture postgres)
{
    private const string Task = "reconstruccion";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The clock says 15:00 UTC of 24 November.</summary>
    private static readonly DateTime Now = new(2026, 11, 24, 15, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_table_full_of_dead_rows_is_estimated_planned_and_rewritten_once()
    {
        await using var hub = await StartAsync();
        RebuildPlans plans = new(hub.Worker.Database, new FixedTime());
        var estimate = (await plans.EstimateAsync(Ct))[0];
        Assert.Equal(("error_log", 5000), (estimate.Table, estimate.Dead));
        Assert.InRange(estimate.Gain, estimate.SizeBytes / 2, estimate.SizeBytes);
        Assert.True(estimate.Estimate > TimeSpan.Zero);

        await DoneAsync(plans.PlanAsync(RebuildKinds.VacuumFull, ["error_log", "audit_log"], Now.AddMinutes(-5), TimeSpan.FromHours(1), "admin", Ct));
        var first = await Runner(hub).RunAsync(Task, AuditEntry.System, Ct);
        var second = await Runner(hub).RunAsync(Task, AuditEntry.System, Ct);

        Assert.Equal("2 tablas reconstruidas.", first.Message);
        Assert.Equal("Nada que reconstruir ahora.", second.Message);
        var plan = Assert.Single(await plans.ListAsync(Ct));
        Assert.NotNull(plan.EndedAt);
        Assert.Equal(["error_log", "audit_log"], plan.Items.Select(i => i.TableName));
        Assert.All(plan.Items, i => Assert.Equal("done", i.Status));
        Assert.True(plan.Items[0].SizeAfter < plan.Items[0].SizeBefore / 2, $"{plan.Items[0].SizeBefore} → {plan.Items[0].SizeAfter}");
        Assert.Equal(["planear_reconstruccion|admin|succeeded", "mantenimiento|sistema|succeeded"], await hub.QueryAsync("SELECT procedure_name, user_name, result_status FROM audit_log WHERE procedure_name <> 'x' ORDER BY id"));
    }

    [Fact]
    public async Task Nothing_is_begun_outside_the_window_nor_what_does_not_fit_nor_while_a_run_executes()
    {
        await using var hub = await StartAsync();
        RebuildPlans plans = new(hub.Worker.Database, new FixedTime());
        await DoneAsync(plans.PlanAsync(RebuildKinds.Reindex, ["error_log"], Now.AddHours(1), TimeSpan.FromHours(1), "admin", Ct));
        Assert.Equal("Nada que reconstruir ahora.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message);
        Assert.Equal(["pending"], await hub.QueryAsync("SELECT status FROM rebuild_item"));

        // Its window is open now, and a run executes in it.
        await hub.ExecuteAsync("UPDATE rebuild_plan SET starts_at = '2026-11-24 14:59+00'; INSERT INTO run (fecha_proceso, status, trigger, requested_by) VALUES ('2026-11-24', 'running', 'operator', 'x')");
        Assert.Equal("Nada que reconstruir ahora.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message);
        await hub.ExecuteAsync("UPDATE run SET status = 'succeeded', ended_at = now(); UPDATE rebuild_item SET estimate = '3 hours'");
        Assert.Equal("Nada que reconstruir ahora.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message);
        Assert.Equal(["pending"], await hub.QueryAsync("SELECT status FROM rebuild_item"));

        // Nobody may have the table: it is left for the next time, and done then.
        await hub.ExecuteAsync("UPDATE rebuild_item SET estimate = '1 second', status = 'running'");
        await using (var connection = await hub.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = "LOCK TABLE error_log IN SHARE UPDATE EXCLUSIVE MODE";
                await command.ExecuteNonQueryAsync(Ct);
            }

            Assert.Equal("Nada que reconstruir ahora.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message);
        }

        Assert.Equal(["pending|Alguien usa error_log; se intenta de nuevo dentro de la ventana."], await hub.QueryAsync("SELECT status, message FROM rebuild_item"));
        Assert.Equal("1 tablas reconstruidas.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message);
    }

    [Fact]
    public async Task What_was_cancelled_or_did_not_fit_is_told_and_what_makes_no_sense_is_refused()
    {
        await using var hub = await StartAsync();
        RebuildPlans plans = new(hub.Worker.Database, new FixedTime());
        var hour = TimeSpan.FromHours(1);
        Assert.Equal("Elija al menos una tabla.", (await plans.PlanAsync(RebuildKinds.Reindex, [], Now, hour, "admin", Ct)).Message);
        Assert.False((await plans.PlanAsync(RebuildKinds.Reindex, ["error_log; DROP TABLE run"], Now, hour, "admin", Ct)).Done);
        Assert.False((await plans.PlanAsync("drop", ["error_log"], Now, hour, "admin", Ct)).Done);
        Assert.False((await plans.PlanAsync(RebuildKinds.Reindex, ["error_log"], Now, TimeSpan.FromHours(13), "admin", Ct)).Done);
        Assert.Equal("Esa ventana ya pasó.", (await plans.PlanAsync(RebuildKinds.Reindex, ["error_log"], Now.AddHours(-2), hour, "admin", Ct)).Message);

        await DoneAsync(plans.PlanAsync(RebuildKinds.Reindex, ["error_log"], Now.AddHours(1), hour, "admin", Ct));
        await DoneAsync(plans.CancelAsync(1, "admin", Ct));
        Assert.False((await plans.CancelAsync(1, "admin", Ct)).Done);
        await DoneAsync(plans.PlanAsync(RebuildKinds.VacuumFull, ["error_log"], Now.AddMinutes(-30), hour, "admin", Ct));
        await hub.ExecuteAsync("UPDATE rebuild_plan SET ends_at = '2026-11-24 14:59+00' WHERE plan_id = 2");
        await Runner(hub).RunAsync(Task, AuditEntry.System, Ct);

        Assert.Equal(
            ["skipped|El plan se canceló antes.|t", "skipped|No cupo en la ventana.|t"],
            await hub.QueryAsync("SELECT status, message, p.ended_at IS NOT NULL FROM rebuild_item JOIN rebuild_plan p USING (plan_id) ORDER BY plan_id"));
    }

    private async Task<TestHub> StartAsync()
    {
        var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            ALTER TABLE error_log SET (autovacuum_enabled = false);
            INSERT INTO error_log (fecha_proceso, error_type, severity, message) SELECT '2026-11-24', 'X', 'error', repeat('x', 200) FROM generate_series(1, 5500);
            """);
        await hub.ExecuteAsync("DELETE FROM error_log WHERE id <= 5000");
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'error_log'") == 5000);
        return hub;
    }

    private static async Task DoneAsync(Task<Ingestion.Operations.OperationResult> operation)
    {
        var result = await operation;
        Assert.True(result.Done, result.Message);
    }

    private static MaintenanceRunner Runner(TestHub hub)
    {
        MaintenanceOptions options = new();
        return new MaintenanceRunner(
            hub.Worker.Database, [new RebuildTask(hub.Worker.Database, options, new FixedTime())], options, hub.Options, new FixedTime());
    }
}
