using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

/// <summary>"What is found in work/ without a row goes back to input", and what else is put right when the program starts.</summary>
public sealed class ReconcilerTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_found_in_work_without_a_row_goes_back_to_input_and_is_told()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        Write(hub, "work/7/15_CIUDAD_20261124.txt", "1|CALI|5\n");
        Write(hub, "work/8/16_CIUDAD_20261124.txt", "1|CALI|6\n");
        Write(hub, "work/suelto.txt", "x");

        IReadOnlyList<string> differences = await hub.Worker.Reconciler.ReconcileAsync(Ct);

        Assert.Equal(3, differences.Count);
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Work, "*", SearchOption.AllDirectories));
        Assert.Equal(
            ["1|CALI|5\n", "1|CALI|6\n"],
            new[] { "CIUDAD_20261124.txt", "CIUDAD_20261124~1.txt" }
                .Select(name => File.ReadAllText(Path.Combine(hub.Folders.Input, name))).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(hub.Folders.Input, "suelto.txt")));
        Assert.Equal(
            ["conciliar_carpetas|3"],
            await hub.QueryAsync("SELECT procedure_name, jsonb_array_length(result -> 'differences') FROM audit_log"));
        Assert.Empty(await hub.Worker.Reconciler.ReconcileAsync(Ct));
        Assert.Equal("loaded", (await hub.RunAsync("2026-11-24"))["CIUDAD_20261124.txt"].Status);
    }

    [Fact]
    public async Task Files_and_staging_of_a_run_that_executes_or_is_held_are_left_alone()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        await hub.LoadAsync("CIUDAD_20261123.txt", [.. Enumerable.Range(1, 30).Select(i => $"{i}|CIUDAD|")]);
        FileResult held = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CIUDAD|");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge staged = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);

        Assert.Empty(await hub.AddWorker().Reconciler.ReconcileAsync(Ct));

        Assert.Equal("held", held.Status);
        Assert.True(File.Exists(hub.Folders.Resolve(held.Path)));
        Assert.Equal(MergeDecision.Applied, (await staged.MergeAsync()).Decision);
    }

    [Fact]
    public async Task Staging_of_runs_that_died_is_dropped()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");
        string ended = $"db_masterdatahub_staging.r_{file.RunId}_{file.FileId}_1";
        await hub.ExecuteAsync($"CREATE TABLE {ended} (a int); CREATE TABLE db_masterdatahub_staging.\"r_-5_1_1\" (a int)");

        await hub.Worker.Reconciler.ReconcileAsync(Ct);

        // Whose dry run the other one is cannot be known: it may be another process's, at work now.
        Assert.Equal(
            ["r_-5_1_1"], await hub.QueryAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'db_masterdatahub_staging'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_move_whose_owner_is_gone_is_finished(bool wasMoved)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        // Sent back to input: the target was recorded, and the file renamed or not yet.
        await hub.ExecuteAsync("UPDATE file SET target_path = 'input/CIUDAD_20261124.txt'");
        if (wasMoved)
            File.Move(hub.Folders.Resolve(failed.Path), hub.Folders.Resolve("input/CIUDAD_20261124.txt"));

        IReadOnlyList<string> differences = await hub.Worker.Reconciler.ReconcileAsync(Ct);

        Assert.Single(differences);
        Assert.Equal(
            ["input/CIUDAD_20261124.txt|input|∅"], await hub.QueryAsync("SELECT path, location, target_path FROM file"));
        Assert.True(File.Exists(hub.Folders.Resolve("input/CIUDAD_20261124.txt")));
    }

    [Fact]
    public async Task A_file_that_is_not_where_its_row_says_is_told()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");
        File.Delete(hub.Folders.Resolve(failed.Path));

        string difference = Assert.Single(await hub.Worker.Reconciler.ReconcileAsync(Ct));

        Assert.Contains(failed.Path, difference, StringComparison.Ordinal);
    }

    private static void Write(TestHub hub, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Folders.Resolve(path))!);
        File.WriteAllText(hub.Folders.Resolve(path), content);
    }
}
