using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Runs;

/// <summary>The calendar of nights is ours: the recurring job only says that it is time.</summary>
public sealed class NightTests(PostgresFixture postgres)
{
    private const string Ciudad = "CIUDAD";

    private static readonly string Expected = Maestra.Ciudad().Replace("esperado: no", "esperado: diario", StringComparison.Ordinal);

    [Fact]
    public async Task A_night_is_due_at_two_in_Bogota_and_bears_that_date()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-23 12:00:00-05");

        Assert.Empty(await CreateAsync(hub, "2026-11-24T06:59:59Z"));
        Assert.Single(await CreateAsync(hub, "2026-11-24T07:00:00Z"));

        Assert.Equal(["2026-11-24|schedule"], await hub.QueryAsync("SELECT fecha_proceso, trigger FROM run"));
    }

    [Fact]
    public async Task Missed_nights_are_created_once_each_and_in_order()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-20 12:00:00-05");

        await CreateAsync(hub, "2026-11-24T15:00:00Z");
        await CreateAsync(hub, "2026-11-24T15:00:01Z");

        Assert.Equal(
            ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"],
            await hub.QueryAsync("SELECT fecha_proceso FROM run ORDER BY run_id"));
    }

    [Fact]
    public async Task Missed_nights_are_caught_up_in_order_each_with_its_own_files()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-20 12:00:00-05");
        foreach (var day in new[] { 24, 22, 21 })
            hub.Put($"{Ciudad}_202611{day}.txt", $"1|NOCHE {day}|");

        await CreateAsync(hub, "2026-11-24T15:00:00Z");
        await hub.Worker.DrainAsync();

        Assert.Equal(
            ["2026-11-21|succeeded|1", "2026-11-22|succeeded|2", "2026-11-23|partial|∅", "2026-11-24|succeeded|3"],
            await hub.QueryAsync(
                "SELECT fecha_proceso, r.status, version_to FROM run r LEFT JOIN run_file USING (run_id) ORDER BY r.started_at"));
        Assert.Equal(["1|NOCHE 24|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Theory]
    // Later in the night, earlier in the night, and to the evening of the same date.
    [InlineData("0 2 * * *", "0 4 * * *")]
    [InlineData("0 4 * * *", "0 2 * * *")]
    [InlineData("0 2 * * *", "0 22 * * *")]
    [InlineData("0 22 * * *", "0 2 * * *")]
    public async Task A_changed_schedule_neither_drops_nor_repeats_a_night_whenever_it_is_changed(string before, string after)
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        // Somebody or something asks what is due every hour, and the schedule changes at a different hour each time.
        for (var change = 0; change < 24; change++)
        {
            await hub.ExecuteAsync("DELETE FROM run");
            await SetInstalledAsync(hub, "2026-11-22 23:30:00-05");
            for (var hour = 0; hour < 72; hour++)
            {
                hub.Options.Schedule = hour < 24 + change ? before : after;
                await Scheduler(hub, hub.Worker, $"2026-11-{23 + (hour / 24)}T{hour % 24:00}:00:00-05:00").CreateDueRunsAsync(CancellationToken.None);
            }

            Assert.Equal(
                ["2026-11-23", "2026-11-24", "2026-11-25"], await hub.QueryAsync("SELECT fecha_proceso FROM run ORDER BY 1"));
        }
    }

    [Fact]
    public async Task Asking_for_the_night_before_its_time_does_nothing_and_takes_nothing_away()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-23 12:00:00-05");

        Assert.Empty(await CreateAsync(hub, "2026-11-24T06:00:00Z"));
        Assert.Single(await CreateAsync(hub, "2026-11-24T07:00:00Z"));
        Assert.Empty(await CreateAsync(hub, "2026-11-24T07:30:00Z"));
    }

    [Fact]
    public async Task A_file_that_comes_while_the_night_executes_joins_its_run()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-23 12:00:00-05");
        hub.Put(Ciudad + "_20261124.txt", "1|BOGOTA|11");
        var run = Assert.Single(await CreateAsync(hub, "2026-11-24T07:00:00Z"));
        await hub.Worker.Starter.StartAsync(run, CancellationToken.None);
        hub.Put(Ciudad + "_20261124_2.txt", "1|BOGOTA|12");

        await Scheduler(hub, hub.Worker, "2026-11-24T07:05:00Z").AddArrivalsToOpenNightAsync(CancellationToken.None);
        var result = await hub.DrainAsync(run);

        Assert.Equal(["loaded", "loaded"], result.Files.Select(f => f.Status));
        Assert.Equal(["1|BOGOTA|12"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["1"], await hub.QueryAsync("SELECT count(*) FROM run"));
    }

    [Fact]
    public void Without_other_settings_the_night_is_at_two_in_Bogota_and_open_until_six()
    {
        Ingestion.Configuration.IngestaOptions options = new();

        Assert.Equal(
            ("0 2 * * *", "*/5 * * * *", "America/Bogota", new TimeOnly(6, 0)),
            (options.Schedule, options.DiscoverySchedule, options.TimeZone, options.ClosingTime));
    }

    [Fact]
    public async Task Two_schedulers_at_once_create_a_night_once()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-21 12:00:00-05");
        var other = hub.AddWorker();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            () => Scheduler(hub, i % 2 == 0 ? hub.Worker : other, "2026-11-24T15:00:00Z").CreateDueRunsAsync(CancellationToken.None))));

        Assert.Equal(["3|3"], await hub.QueryAsync("SELECT count(*), count(DISTINCT fecha_proceso) FROM run"));
    }

    [Fact]
    public async Task Nights_before_the_installation_are_nobodys_debt()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-24 02:00:01-05");

        Assert.Empty(await CreateAsync(hub, "2026-11-24T15:00:00Z"));
    }

    [Fact]
    public async Task A_paused_schedule_leaves_the_night_out_and_says_so()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-22 12:00:00-05");
        PauseOperations pauses = new(hub.Worker.Database);
        await pauses.PauseAsync(PauseOperations.Schedule, TestHub.Date("2026-11-23"), "inventario", TestHub.User, CancellationToken.None);

        await CreateAsync(hub, "2026-11-24T15:00:00Z");

        Assert.Equal(["2026-11-24"], await hub.QueryAsync("SELECT fecha_proceso FROM run"));
        Assert.Equal(
            ["2026-11-23|inventario"],
            await hub.QueryAsync("SELECT parameters ->> 'fecha_proceso', additional_info ->> 'reason' FROM audit_log WHERE procedure_name = 'omitir_noche'"));
    }

    [Fact]
    public async Task A_file_that_comes_before_the_closing_time_reopens_the_nights_own_run()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-23 12:00:00-05");
        await CreateAsync(hub, "2026-11-24T07:00:00Z");
        await hub.Worker.DrainAsync();
        Assert.Equal(["partial"], await hub.QueryAsync("SELECT status FROM run"));
        hub.Put(Ciudad + "_20261124.txt", "1|BOGOTA|11");

        await Scheduler(hub, hub.Worker, "2026-11-24T10:55:00Z").AddArrivalsToOpenNightAsync(CancellationToken.None);
        await hub.Worker.DrainAsync();

        Assert.Equal(["1|succeeded"], await hub.QueryAsync("SELECT count(*), min(status) FROM run"));
        Assert.Equal(["1|BOGOTA|11"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["t"], await hub.QueryAsync("SELECT resolved_at IS NOT NULL FROM error_log WHERE error_type = 'ARCHIVO_FALTANTE'"));
    }

    [Fact]
    public async Task A_file_that_comes_after_the_closing_time_waits_for_a_click_and_is_late()
    {
        await using var hub = await TestHub.StartAsync(postgres, Expected);
        await SetInstalledAsync(hub, "2026-11-23 12:00:00-05");
        await CreateAsync(hub, "2026-11-24T07:00:00Z");
        await hub.Worker.DrainAsync();
        hub.Put(Ciudad + "_20261124.txt", "1|BOGOTA|11");

        await Scheduler(hub, hub.Worker, "2026-11-24T11:00:01Z").AddArrivalsToOpenNightAsync(CancellationToken.None);
        await hub.Worker.DrainAsync();
        Assert.Equal(["1|partial"], await hub.QueryAsync("SELECT count(*), min(status) FROM run"));
        await hub.QueryAsync("UPDATE file SET first_seen_at = '2026-11-24 06:00:01-05' RETURNING 1");
        await hub.QueryAsync("UPDATE run SET started_at = '2026-11-24 02:00:00-05' RETURNING 1");

        await hub.RunAsync("2026-11-24");

        Assert.Equal(["1|BOGOTA|11"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["aviso"], await hub.QueryAsync("SELECT severity FROM error_log WHERE error_type = 'ARCHIVO_TARDIO'"));
    }

    private static Task<IReadOnlyList<long>> CreateAsync(TestHub hub, string utc) =>
        Scheduler(hub, hub.Worker, utc).CreateDueRunsAsync(CancellationToken.None);

    private static Task<string[]> SetInstalledAsync(TestHub hub, string moment) => hub.QueryAsync(
        $"UPDATE installation SET installed_at = '{moment}', calendar_until = '{moment}' RETURNING 1");

    private static NightScheduler Scheduler(TestHub hub, TestWorker worker, string utc)
    {
        Moment time = new(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime());
        var calendar = hub.Options.CreateCalendar();
        return new NightScheduler(
            worker.Database, calendar, new ArrivalWatcher(hub.Folders, hub.Options, time),
            new FileRegistry(worker.Database, hub.Folders, () => hub.Layouts, calendar, time), worker.Starter, worker.Consolidator, time,
            NullLogger<NightScheduler>.Instance);
    }

    private sealed class Moment(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
