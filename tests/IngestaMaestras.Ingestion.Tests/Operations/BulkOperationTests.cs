using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Operations;

/// <summary>Wide actions: what is shown is what is done, item by item, whatever happens in between.</summary>
public sealed class BulkOperationTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_dates_are_run_again_one_after_another_with_their_corrections()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        foreach (var day in new[] { "20261121", "20261122", "20261123" })
        {
            await hub.LoadAsync($"CIUDAD_{day}.txt", "mala");
        }

        hub.Put("CIUDAD_20261121.txt", "1|CALI|");
        hub.Put("CIUDAD_20261123.txt", "1|TUNJA|");
        DatesParameters dates = new() { From = TestHub.Date("2026-11-20"), To = TestHub.Date("2026-11-24"), Which = DateSelection.Failed };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.RerunDates, dates, Ct);
        Assert.Equal(
            [
                "2026-11-20 (toda la fecha): Sin ejecución ni archivos: nada que ejecutar.",
                "2026-11-21 CIUDAD_20261121.txt: Se toma la corrección CIUDAD_20261121.txt, que está en input.",
                "2026-11-22 CIUDAD_20261122.txt: Vuelve de error/2026-11-22 a input y se reprocesa.",
                "2026-11-23 CIUDAD_20261123.txt: Se toma la corrección CIUDAD_20261123.txt, que está en input.",
                "2026-11-24 (toda la fecha): Sin ejecución ni archivos: nada que ejecutar.",
            ],
            plan.Items.Select(i => $"{i.Date:yyyy-MM-dd} {i.Label}: {i.Action}"));
        Assert.Equal(3, plan.Actions);
        Assert.Equal(0, await hub.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name NOT IN ('procesar_archivo', 'ejecutar_ingesta', 'iniciar_ejecucion')"));

        var items = await hub.OperateAsync(OperationKinds.RerunDates, dates);

        Assert.Equal(
            [
                "CIUDAD_20261121.txt|succeeded|Cargado: 1 aceptados, 0 rechazados; 1 insertados, 0 actualizados, 0 borrados.",
                "CIUDAD_20261123.txt|succeeded|Cargado: 1 aceptados, 0 rechazados; 0 insertados, 1 actualizados, 0 borrados.",
            ],
            items.Where(i => i.Contains("|succeeded|", StringComparison.Ordinal)));
        Assert.Single(items, i => i.StartsWith("CIUDAD_20261122.txt|failed|", StringComparison.Ordinal));
        // One run for each date, in the order of the dates, each after the one before had ended.
        Assert.Equal(
            ["2026-11-21|succeeded", "2026-11-22|failed", "2026-11-23|succeeded"],
            await hub.QueryAsync("SELECT fecha_proceso, status FROM run WHERE trigger = 'reprocess' ORDER BY run_id"));
        Assert.Equal("0", (await hub.QueryAsync(
            "SELECT count(*) FROM run a JOIN run b ON b.trigger = 'reprocess' AND b.run_id > a.run_id AND b.started_at < a.ended_at WHERE a.trigger = 'reprocess'"))[0]);
        Assert.Equal(["partial|5|2|1|prueba"], await hub.QueryAsync(
            "SELECT result_status, result ->> 'items', result ->> 'done', result ->> 'failed', additional_info ->> 'reason' FROM audit_log WHERE procedure_name = 'repetir_fechas'"));
    }

    [Fact]
    public async Task What_changed_since_the_preview_is_told_and_nothing_is_done()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        FileResult second = await hub.LoadAsync("ZONA_20261124.txt", "mala");
        FilesParameters both = new() { FileIds = [first.FileId, second.FileId] };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ReprocessFiles, both, Ct);
        // Somebody else is quicker with one of them.
        await hub.Worker.Files.SendBackAsync(second.FileId, "otra", Ct);

        var started = await hub.Worker.Operations.StartAsync(OperationKinds.ReprocessFiles, both, plan.Snapshot, TestHub.User, null, Ct);

        Assert.Null(started.OperationId);
        var difference = Assert.Single(started.Differences);
        Assert.Equal((PlanChange.Changed, "ZONA_20261124.txt", "Está en input y se ejecuta."), (difference.Change, difference.Label, difference.Action));
        Assert.Equal(0, await hub.ScalarAsync<long>("SELECT count(*) FROM operation"));
        Assert.Equal("error", await hub.ScalarAsync<string>($"SELECT location FROM file WHERE file_id = {first.FileId}"));
    }

    [Fact]
    public async Task A_correction_that_gets_its_row_between_preview_and_confirmation_is_no_difference()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|");
        FilesParameters files = new() { FileIds = [failed.FileId] };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ReprocessFiles, files, Ct);
        // The look at input that comes every few minutes.
        await hub.Worker.Nights.AddArrivalsToOpenNightAsync(Ct);
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT count(*) FROM file WHERE location = 'input'"));

        var started = await hub.Worker.Operations.StartAsync(OperationKinds.ReprocessFiles, files, plan.Snapshot, TestHub.User, null, Ct);

        Assert.Empty(started.Differences);
        Assert.NotNull(started.OperationId);
    }

    [Fact]
    public async Task Of_two_who_confirm_the_same_one_acts_and_the_other_is_told()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        FilesParameters files = new() { FileIds = [failed.FileId] };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ReprocessFiles, files, Ct);

        var both = await Task.WhenAll(
            hub.Worker.Operations.StartAsync(OperationKinds.ReprocessFiles, files, plan.Snapshot, "una", null, Ct),
            hub.AddWorker().Operations.StartAsync(OperationKinds.ReprocessFiles, files, plan.Snapshot, "otra", null, Ct));

        var done = Assert.Single(both, b => b.OperationId is not null);
        var told = Assert.Single(both, b => b.OperationId is null);
        Assert.Contains($"Ya lo hace la operación {done.OperationId}, pedida por ", Assert.Single(told.Differences).Action, StringComparison.Ordinal);
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT count(*) FROM operation"));
    }

    [Fact]
    public async Task Of_two_who_reprocess_a_file_at_once_one_run_comes()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        await hub.Worker.Files.ReprocessAsync([failed.FileId], "una", null, Ct);
        var second = await hub.AddWorker().Files.ReprocessAsync([failed.FileId], "otra", null, Ct);

        var told = Assert.Single(second);
        Assert.False(told.Done);
        Assert.Equal("CIUDAD_20261124.txt ya se reprocesa en la ejecución 2, pedida por una.", told.Message);
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
    }

    [Fact]
    public async Task A_trial_that_does_not_end_well_holds_the_rest_until_somebody_decides()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        List<long> ids = [];
        foreach (var day in new[] { "20261121", "20261122", "20261123" })
        {
            ids.Add((await hub.LoadAsync($"CIUDAD_{day}.txt", "mala")).FileId);
        }

        FilesParameters files = new() { FileIds = ids, Trial = 1 };
        var items = await hub.OperateAsync(OperationKinds.ReprocessFiles, files);

        Assert.StartsWith("CIUDAD_20261121.txt|failed|", items[0], StringComparison.Ordinal);
        Assert.Equal(["CIUDAD_20261122.txt|pending|∅", "CIUDAD_20261123.txt|pending|∅"], items[1..]);
        Assert.Equal(
            ["held|La prueba no salió bien: 1 de 1 con error. Quedan 2 sin empezar: mire por qué, y siga con el resto o cancele."],
            await hub.QueryAsync("SELECT status, message FROM operation"));

        Assert.True((await hub.Worker.Operations.ContinueAsync(1, "jefa", Ct)).Done);
        Assert.False((await hub.Worker.Operations.ContinueAsync(1, "jefa", Ct)).Done);
        await hub.OperateAsync(1);
        Assert.Equal(["failed|jefa"], await hub.QueryAsync("SELECT status, trial_decided_by FROM operation"));
    }

    [Fact]
    public async Task A_trial_that_ends_well_lets_the_rest_go_on()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        List<long> ids = [];
        foreach (var day in new[] { "20261121", "20261122", "20261123" })
        {
            ids.Add((await hub.LoadAsync($"CIUDAD_{day}.txt", "mala")).FileId);
        }

        foreach (var day in new[] { "20261121", "20261122", "20261123" })
        {
            hub.Put($"CIUDAD_{day}.txt", "1|CALI|");
        }

        var items = await hub.OperateAsync(OperationKinds.ReprocessFiles, new FilesParameters { FileIds = ids, Trial = 2 });

        Assert.All(items, i => Assert.Contains("|succeeded|", i, StringComparison.Ordinal));
        Assert.Equal("succeeded", await hub.ScalarAsync<string>("SELECT status FROM operation"));
    }

    [Fact]
    public async Task What_has_not_begun_can_be_called_off()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        foreach (var day in new[] { "20261121", "20261122" })
        {
            await hub.LoadAsync($"CIUDAD_{day}.txt", "mala");
        }

        FilesParameters all = new() { Location = FileLocation.Error };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ReprocessFiles, all, Ct);
        var started = await hub.Worker.Operations.StartAsync(OperationKinds.ReprocessFiles, all, plan.Snapshot, TestHub.User, null, Ct);
        // The first date's run is made, and somebody stops the rest.
        await hub.Worker.OperationRunner.AdvanceNextAsync(Ct);
        Assert.True((await hub.Worker.Operations.CancelAsync(started.OperationId!.Value, "jefa", Ct)).Done);

        var items = await hub.OperateAsync(started.OperationId.Value);

        Assert.StartsWith("CIUDAD_20261121.txt|failed|", items[0], StringComparison.Ordinal);
        Assert.Equal("CIUDAD_20261122.txt|cancelled|No empezó: jefa canceló lo que quedaba.", items[1]);
        Assert.Equal(["cancelled|jefa"], await hub.QueryAsync("SELECT status, cancelled_by FROM operation"));
        Assert.Equal("error", await hub.ScalarAsync<string>("SELECT location FROM file WHERE file_name = 'CIUDAD_20261122.txt'"));
    }

    [Fact]
    public async Task Another_worker_goes_on_where_a_dead_one_stopped()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|");
        FilesParameters files = new() { FileIds = [failed.FileId] };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ReprocessFiles, files, Ct);
        var started = await hub.Worker.Operations.StartAsync(OperationKinds.ReprocessFiles, files, plan.Snapshot, TestHub.User, null, Ct);
        await hub.Worker.OperationRunner.AdvanceNextAsync(Ct);
        // It died with the operation in its hands, and its lease has run out.
        await hub.ExecuteAsync("UPDATE operation SET lease_owner = 'muerto', lease_until = now() - interval '1 second', wake_at = NULL");

        var items = await hub.OperateAsync(started.OperationId!.Value);

        Assert.Single(items, i => i.StartsWith("CIUDAD_20261124.txt|succeeded|", StringComparison.Ordinal));
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
    }

    [Fact]
    public async Task Going_back_is_previewed_needs_a_reason_and_is_done()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|TUNJA|");
        DatesParameters day = new() { From = TestHub.Date("2026-11-23"), To = TestHub.Date("2026-11-23"), Which = DateSelection.All };
        var forward = await hub.Worker.Operations.PreviewAsync(OperationKinds.RerunDates, day, Ct);
        Assert.EndsWith("No cambiará la base: CIUDAD ya tiene la fecha 2026-11-24 y quedará cubierto por ella.", Assert.Single(forward.Items).Action, StringComparison.Ordinal);
        var back = day with { Rollback = true };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.RerunDates, back, Ct);
        Assert.EndsWith("Vuelve atrás: se aplica aunque CIUDAD ya tiene la fecha 2026-11-24.", Assert.Single(plan.Items).Action, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OperationRefusedException>(() => hub.Worker.Operations.StartAsync(OperationKinds.RerunDates, back, plan.Snapshot, TestHub.User, " ", Ct));

        await hub.OperateAsync(OperationKinds.RerunDates, back);

        Assert.Equal(["1|CALI|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Errors_of_a_filter_are_resolved_and_those_that_came_meanwhile_are_not()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|", "2||", "3||");
        ErrorFilter filter = new() { Maestra = "CIUDAD" };
        var plan = await hub.Worker.Operations.PreviewAsync(OperationKinds.ResolveErrors, filter, Ct);
        Assert.Equal(["CIUDAD · CAMPO_REQUERIDO: 2 errores abiertos quedan marcados como resueltos."], plan.Items.Select(i => $"{i.Label}: {i.Action}"));
        var started = await hub.Worker.Operations.StartAsync(OperationKinds.ResolveErrors, filter, plan.Snapshot, TestHub.User, "ya se sabe", Ct);
        // The same error comes again before anybody marks anything.
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|", "2||");

        await hub.OperateAsync(started.OperationId!.Value);

        Assert.Equal(
            ["2026-11-23|operadora", "2026-11-23|operadora", "2026-11-24|∅"],
            await hub.QueryAsync("SELECT fecha_proceso, resolved_by FROM error_log ORDER BY id"));
        var again = await hub.Worker.Operations.PreviewAsync(OperationKinds.ResolveErrors, filter, Ct);
        Assert.Equal(1, again.Actions);
    }

    [Fact]
    public async Task A_file_and_what_is_missing_are_accepted_with_a_reason_until_something_new_fails()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona().Replace("esperado: no", "esperado: diario", StringComparison.Ordinal));
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        var date = TestHub.Date("2026-11-24");
        Assert.False((await hub.Worker.Accept.AcceptDateAsync(date, " ", TestHub.User, Ct)).Done);
        Assert.True((await hub.Worker.Accept.AcceptFileAsync(failed.FileId, "vacío en origen", TestHub.User, Ct)).Done);
        Assert.Equal("Partial: CIUDAD Accepted, ZONA Missing", await ColourAsync(hub));
        // Twice is once.
        Assert.False((await hub.Worker.Accept.AcceptFileAsync(failed.FileId, "vacío en origen", TestHub.User, Ct)).Done);

        Assert.True((await hub.Worker.Accept.AcceptDateAsync(date, "festivo", TestHub.User, Ct)).Done);
        Assert.Equal("Succeeded: CIUDAD Accepted, ZONA Accepted", await ColourAsync(hub));

        await hub.ReprocessAsync(failed);
        Assert.Equal("Failed: CIUDAD Failed, ZONA Accepted", await ColourAsync(hub));
        var acceptance = (await hub.Worker.Accept.ListAsync(date, Ct)).Single(a => a.Maestra == "ZONA");
        Assert.True((await hub.Worker.Accept.WithdrawAsync(acceptance.AcceptanceId, TestHub.User, Ct)).Done);
        Assert.Equal("Failed: CIUDAD Failed, ZONA Missing", await ColourAsync(hub));
    }

    [Fact]
    public async Task A_run_that_was_asked_for_already_is_not_made_again()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var date = TestHub.Date("2026-11-24");
        var both = await Task.WhenAll(
            hub.Worker.Runs.StartOnceAsync(date, RunTrigger.Operator, new(), "una", null, Ct),
            hub.AddWorker().Runs.StartOnceAsync(date, RunTrigger.Operator, new(), "otra", null, Ct));

        Assert.Single(both, b => b.Done);
        Assert.Contains("ya tiene la ejecución 1 en marcha o en cola", Assert.Single(both, b => !b.Done).Message, StringComparison.Ordinal);
        Assert.True((await hub.Worker.Runs.StartOnceAsync(date, RunTrigger.Operator, new() { Force = true }, "otra", null, Ct)).Done);

        // What PostgreSQL takes for an infinity is no date.
        var never = await hub.Worker.Runs.StartOnceAsync(DateOnly.MaxValue, RunTrigger.Operator, new(), "una", null, Ct);
        Assert.Equal((false, "9999-12-31 no es una fecha de proceso: no se creó ninguna ejecución."), (never.Done, never.Message));
    }

    [Fact]
    public async Task A_simulation_tells_the_rows_and_is_executed_only_while_nothing_changed()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|1", "2|TUNJA|", "3|PASTO|");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|7", "2|TUNJA|", "4|LETICIA|", "5||");
        DryRunParameters parameters = new() { Date = TestHub.Date("2026-11-24") };

        var items = await hub.OperateAsync(OperationKinds.DryRun, parameters, null);

        Assert.Equal(["2026-11-24|succeeded|Comparados: 1 archivos."], items);
        var id = long.Parse(await hub.ScalarAsync<string>("SELECT detail::text FROM operation_item"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            [
                """d|3|∅|{"cod": 3, "zona": null, "nombre": "PASTO"}|∅|∅""",
                """i|4|3|∅|{"cod": 4, "zona": null, "nombre": "LETICIA"}|∅""",
                "r|∅|4|∅|∅|CAMPO_REQUERIDO",
                """u|1|1|{"cod": 1, "zona": 1, "nombre": "CALI"}|{"cod": 1, "zona": 7, "nombre": "CALI"}|∅""",
            ],
            await hub.QueryAsync("SELECT kind, key_text, line_number, before, after, error_type FROM dry_run_row ORDER BY kind, row_no"));
        Assert.Equal(["1|CALI|1", "2|TUNJA|∅", "3|PASTO|∅"], await hub.RowsAsync("erp_ciudad"));

        hub.Put("CIUDAD_20261124.txt", "1|CALI|8", "2|TUNJA|", "4|LETICIA|", "5||");
        var refused = await hub.Worker.DryRuns.RunForRealAsync(id, TestHub.User, null, Ct);
        Assert.Equal((false, $"El archivo CIUDAD_20261124.txt cambió o ya no está en input desde la simulación {id}: no se hizo nada. Simule otra vez."), (refused.Done, refused.Message));

        await hub.OperateAsync(OperationKinds.DryRun, parameters, null);
        var done = await hub.Worker.DryRuns.RunForRealAsync(id + 1, TestHub.User, null, Ct);
        await hub.DrainAsync(done);
        Assert.Equal(["1|CALI|8", "2|TUNJA|∅", "4|LETICIA|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.False((await hub.Worker.DryRuns.RunForRealAsync(id + 1, "otra", null, Ct)).Done);
    }

    private static async Task<string> ColourAsync(TestHub hub)
    {
        var outcome = (await new Ingestion.Queries.Dates.DateOutcomes(hub.Worker.Database).ReadAsync([TestHub.Date("2026-11-24")], Ct))[0];
        return $"{outcome.Status}: {string.Join(", ", outcome.Masters.Select(m => $"{m.Maestra} {m.Condition}"))}";
    }
}
