using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"READ COMMITTED, the lock being the transaction's first statement, alone."</summary>
public sealed class MasterLockTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_merge_that_waited_for_the_lock_sees_what_the_holder_committed()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");

        var (first, second) = await MergeAtOnceAsync(hub, ["1|CALI|6", "2|TUNJA|"], ["1|CALI|6", "2|TUNJA|7"]);

        Assert.Equal((MergeDecision.Applied, 1, 1), (first.Decision, first.Counts.Inserted, first.Counts.Updated));
        Assert.Equal(
            (MergeDecision.Applied, 0, 1, 1),
            (second.Decision, second.Counts.Inserted, second.Counts.Updated, second.Counts.Unchanged));
        Assert.Equal(["1|CALI|6", "2|TUNJA|7"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["3", "4"], await hub.QueryAsync("SELECT _version FROM erp_ciudad ORDER BY 1"));
    }

    [Fact]
    public async Task Whether_a_file_is_unchanged_is_decided_after_the_wait()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");

        var (first, second) = await MergeAtOnceAsync(hub, ["1|CALI|6"], ["1|CALI|6"]);

        Assert.Equal((MergeDecision.Applied, MergeDecision.Unchanged), (first.Decision, second.Decision));
    }

    [Fact]
    public async Task Whether_a_file_comes_too_late_is_decided_after_the_wait()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");

        var (later, earlier) = await MergeAtOnceAsync(hub, ["1|CALI|6"], ["1|CALI|7"], laterFirst: true);

        Assert.Equal((MergeDecision.Applied, MergeDecision.Superseded), (later.Decision, earlier.Decision));
        Assert.Equal(["1|CALI|7"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Masters_do_not_wait_for_each_other()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");

        FileResult file = await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA");

        Assert.Equal("loaded", file.Status);
    }

    [Fact]
    public async Task Changing_a_table_takes_its_masters_lock()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");

        Task<RunResult> running = hub.RunAsync("2026-11-24");
        await gate.WaitForAsync(1);
        Assert.Null(await hub.ScalarAsync<string?>("SELECT to_regclass('erp_ciudad')::text"));
        await gate.OpenAsync();

        Assert.Equal("loaded", (await running).File.Status);
    }

    /// <summary>
    /// Two workers come to merge two files of one chain at the same time, which one run alone never lets happen: both
    /// stand before the lock, in a known order, when it is opened.
    /// </summary>
    /// <returns>What became of the one that came first and of the one that came second.</returns>
    private static async Task<(MergeResult CameFirst, MergeResult CameSecond)> MergeAtOnceAsync(
        TestHub hub, string[] first, string[] second, bool laterFirst = false)
    {
        hub.Put("CIUDAD_20261124.txt", first);
        hub.Put("CIUDAD_20261124_2.txt", second);
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        List<StagedMerge> merges =
        [
            await StagedMerge.PrepareAsync(hub, hub.Worker, run["CIUDAD_20261124.txt"]),
            await StagedMerge.PrepareAsync(hub, hub.AddWorker(), run["CIUDAD_20261124_2.txt"]),
        ];
        if (laterFirst)
            merges.Reverse();

        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<MergeResult> cameFirst = merges[0].MergeAsync();
        await gate.WaitForAsync(1);
        Task<MergeResult> cameSecond = merges[1].MergeAsync();
        await gate.WaitForAsync(2);
        await gate.OpenAsync();
        return (await cameFirst, await cameSecond);
    }
}
