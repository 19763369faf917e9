using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"A master's colour for a date is the worst of the latest effective outcome of each original file."</summary>
public sealed class ColourTests(PostgresFixture postgres)
{
    private const string Today = "2026-11-24";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_master_is_as_its_worst_file_and_a_date_as_its_worst_master()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        hub.Put("CIUDAD_20261124.txt", "mala");
        hub.Put("CIUDAD_20261124_2.txt", "1|CALI|");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");

        await hub.RunAsync(Today);

        Assert.Equal("Failed: CIUDAD Failed, ZONA Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_retry_takes_the_place_of_the_failure()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));

        await hub.ReprocessAsync(failed, "1|CALI|");

        Assert.Equal("Succeeded: CIUDAD Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_corrected_file_of_the_same_name_follows_its_original()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|");

        Assert.Equal("Succeeded: CIUDAD Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task Another_file_of_the_chain_does_not_mend_the_first()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        await hub.LoadAsync("CIUDAD_20261124_2.txt", "1|CALI|");

        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_rejects_file_follows_its_origin_for_better_and_for_worse()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|", "2||");

        await hub.CorrectAsync(origin, "2||");
        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));

        await hub.CorrectAsync(origin, "2|TUNJA|");
        Assert.Equal("Succeeded: CIUDAD Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_later_failure_takes_the_place_of_the_success()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|");

        await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_dry_run_replaces_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        await hub.Worker.Files.SendBackAsync(failed.FileId, TestHub.User, Ct);
        hub.Put("CIUDAD_20261124.txt", "1|CALI|");

        await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date(Today), new RunParameters(), TestHub.User, Ct);

        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_cancelled_run_replaces_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|");
        hub.Put("CIUDAD_20261124.txt", "1|TUNJA|");
        RunResult run = await StagedMerge.StartRunAsync(hub, Today);
        await hub.Worker.Runs.CancelAsync(run.RunId, TestHub.User, null, Ct);
        Assert.Equal("cancelled", (await hub.DrainAsync(run.RunId)).Status);
        File.Delete(Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt"));
        await hub.Worker.Nights.AddArrivalsToOpenNightAsync(Ct);

        Assert.Equal("Succeeded: CIUDAD Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task No_file_in_a_later_run_replaces_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, Maestra.Ciudad().Replace("esperado: no", "esperado: diario", StringComparison.Ordinal));
        await hub.RunAsync(Today);
        Assert.Equal("Partial: CIUDAD Missing", await ReadAsync(hub));
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        await hub.RunAsync(Today);
        Assert.Equal("Failed: CIUDAD Failed", await ReadAsync(hub));

        await hub.ReprocessAsync(failed, "1|CALI|");
        await hub.RunAsync(Today);

        Assert.Equal("Succeeded: CIUDAD Loaded", await ReadAsync(hub));
    }

    [Fact]
    public async Task A_superseded_file_settles_its_date_and_a_held_one_waits()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261125.txt", [.. Enumerable.Range(1, 30).Select(i => $"{i}|CIUDAD|")]);
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|");
        Assert.Equal("Succeeded: CIUDAD Superseded", await ReadAsync(hub));

        FileResult held = await hub.LoadAsync("CIUDAD_20261126.txt", "1|CALI|");
        Assert.Equal("Held: CIUDAD Held", await ReadAsync(hub, "2026-11-26"));

        await hub.DrainAsync(await hub.Worker.Runs.DiscardAsync(held.RunId, held.FileId, TestHub.User, "truncado", Ct));
        Assert.Equal("Succeeded: CIUDAD Discarded", await ReadAsync(hub, "2026-11-26"));
    }

    [Fact]
    public void The_colour_of_a_date_is_told_by_its_worst_master()
    {
        Assert.Equal(RunStatus.Failed, DateColour.Of([MasterCondition.Held, MasterCondition.Failed, MasterCondition.Loaded], [RunStatus.Succeeded]));
        Assert.Equal(RunStatus.Held, DateColour.Of([MasterCondition.Held, MasterCondition.Missing], [RunStatus.Held]));
        Assert.Equal(RunStatus.Running, DateColour.Of([MasterCondition.Running, MasterCondition.Missing], [RunStatus.Running]));
        Assert.Equal(RunStatus.Partial, DateColour.Of([MasterCondition.Missing, MasterCondition.Loaded], [RunStatus.Partial]));
        Assert.Equal(RunStatus.Succeeded, DateColour.Of([MasterCondition.Superseded, MasterCondition.Unchanged], [RunStatus.Failed]));
        Assert.Null(DateColour.Of([MasterCondition.NotYet], []));
    }

    private static async Task<string> ReadAsync(TestHub hub, string date = Today)
    {
        DateOutcome outcome = (await new DateOutcomes(hub.Worker.Database).ReadAsync([TestHub.Date(date)], Ct)).Single();
        return $"{outcome.Status}: {string.Join(", ", outcome.Masters.Select(m => $"{m.Maestra} {m.Condition}"))}";
    }
}
