using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>A dry run does everything up to the merge's comparison and leaves everything as it was.</summary>
public sealed class DryRunTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_what_a_run_would_do_and_does_none_of_it()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261123.txt", "5|ANDINA");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|", "3|PASTO|");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|", "2|TUNJA|", "4|NEIVA|", "4|DOBLE|", "5|X|9", "6||");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");
        string[] before = await EverythingAsync(hub);

        DryRunResult dry = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-24"), new RunParameters(), TestHub.User, Ct);

        Assert.Equal(before, await EverythingAsync(hub));
        Assert.Equal(2, Directory.GetFiles(hub.Folders.Input).Length);
        RunResult real = await hub.RunAsync("2026-11-24");
        Assert.Equal("loaded 6=3+3 i1 u1 d1 =1", real["CIUDAD_20261124.txt"].ToString());
        Assert.Equal(
            real.Files.Select(f => f.ToString()).Order(),
            dry.Files.Select(f => FormattableString.Invariant(
                $"{f.Status} {f.Counts.Read}={f.Counts.Accepted}+{f.Counts.Rejected} i{f.Counts.Inserted} u{f.Counts.Updated} d{f.Counts.Deleted} ={f.Counts.Unchanged}")).Order());
    }

    [Fact]
    public async Task It_creates_no_table()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("aviso"));
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        string[] before = await EverythingAsync(hub);

        DryRunResult dry = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-24"), new RunParameters(), TestHub.User, Ct);

        Assert.Equal("loaded", dry.Files.Single().Status);
        Assert.Equal(1, dry.Files.Single().Counts.Warnings);
        Assert.Equal(before, await EverythingAsync(hub));
    }

    [Fact]
    public async Task It_shows_what_would_be_held_superseded_unchanged_or_refused()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        string[] cities = [.. Enumerable.Range(1, 30).Select(i => $"{i}|CIUDAD|")];
        await hub.LoadAsync("CIUDAD_20261123.txt", cities);
        hub.Put("CIUDAD_20261124.txt", cities[..10]);
        hub.Put("CIUDAD_20261124_2.txt", cities);
        hub.Put("CIUDAD_20261124_3.txt", "mala");

        DryRunResult dry = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-24"), new RunParameters(), TestHub.User, Ct);
        hub.Put("CIUDAD_20261122.txt", cities[..20]);
        DryRunResult late = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-22"), new RunParameters(), TestHub.User, Ct);
        DryRunResult back = await hub.Worker.DryRuns.ExecuteAsync(
            TestHub.Date("2026-11-22"), new RunParameters { Rollback = true }, TestHub.User, Ct);

        Assert.Equal(["held", "unchanged", "failed"], dry.Files.Select(f => f.Status));
        Assert.Equal("superseded", late.Files.Single().Status);
        Assert.Contains("CIUDAD_20261123.txt", late.Files.Single().Message, StringComparison.Ordinal);
        Assert.Equal(("held", 10), (back.Files.Single().Status, back.Files.Single().Counts.Deleted));
    }

    [Fact]
    public async Task It_can_be_executed_as_long_as_neither_file_nor_hub_changed()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        DryRunResult dry = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-24"), new RunParameters(), TestHub.User, Ct);

        hub.Put("CIUDAD_20261124.txt", "1|CALI|7");
        Assert.False((await hub.Worker.DryRuns.RunForRealAsync(dry.DryRunId, TestHub.User, null, Ct)).Done);
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await hub.DrainAsync(await hub.Worker.DryRuns.RunForRealAsync(dry.DryRunId, TestHub.User, null, Ct));
        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", run.File.ToString());

        hub.Put("CIUDAD_20261125.txt", "1|CALI|8");
        DryRunResult next = await hub.Worker.DryRuns.ExecuteAsync(TestHub.Date("2026-11-25"), new RunParameters(), TestHub.User, Ct);
        await hub.LoadAsync("CIUDAD_20261124_2.txt", "1|CALI|9");
        Assert.False((await hub.Worker.DryRuns.RunForRealAsync(next.DryRunId, TestHub.User, null, Ct)).Done);
    }

    /// <summary>Every row of every table but the dry runs' own, and every table there is.</summary>
    private static async Task<string[]> EverythingAsync(TestHub hub)
    {
        string[] tables = await hub.QueryAsync(
            "SELECT schemaname || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname ~ '^db_masterdatahub' AND tablename NOT IN ('dry_run', 'dry_run_row') ORDER BY 1");
        List<string> all = [.. tables];
        foreach (string table in tables)
            all.AddRange(await hub.QueryAsync($"SELECT '{table}', ctid, t::text FROM {table} t"));
        return [.. all];
    }
}
