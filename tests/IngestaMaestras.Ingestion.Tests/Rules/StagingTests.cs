using System.Security.Cryptography;
using Dapper;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Before merging, staging still holds as many rows as were staged": otherwise the file is staged again.</summary>
public sealed class StagingTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TRUNCATE {0}.r_{1}", "1|CALI|6", "2|TUNJA|7", "mala")]
    [InlineData("TRUNCATE {0}.f_{1}", "1|CALI|6", "2|TUNJA|7", "mala")]
    [InlineData("DELETE FROM {0}.r_{1} WHERE _line_number = 2", "1|CALI|6", "2|TUNJA|7", "mala")]
    [InlineData("DROP TABLE {0}.r_{1}", "1|CALI|6", "2|TUNJA|7", "mala")]
    [InlineData("DROP TABLE {0}.f_{1}", "1|CALI|6", "2|TUNJA|7", "mala")]
    public async Task Staging_lost_before_the_merge_is_staged_again_and_never_means_delete_everything(
        string loss, params string[] lines)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|5", "3|PASTO|5");

        FileResult file = await InterruptMergeAsync(
            hub, lines, f => hub.ExecuteAsync(string.Format(null, loss, "db_masterdatahub_staging", $"{f.RunId}_{f.FileId}_1")));

        Assert.Equal("loaded 3=2+1 i0 u2 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|6", "2|TUNJA|7", "3|PASTO|5"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["mala"], await hub.RejectsAsync(file));
        Assert.Equal(["2|succeeded"], await StageStepAsync(hub, file));
    }

    [Fact]
    public async Task A_layout_that_changed_between_staging_and_merge_stages_again()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|5");

        FileResult file = await InterruptMergeAsync(
            hub,
            ["1|CALI|6", "2|TUNJA|7"],
            _ => Task.FromResult(hub.Layouts = TestHub.Read(
                Maestra.Ciudad("reglas[1]{campo,regla,valor,severidad}:", "  ZONA,rango,1..6,error"))));

        Assert.Equal("loaded 2=1+1 i0 u1 d0 =0", file.ToString());
        Assert.Equal(["2|FUERA_DE_RANGO|error|ZONA|7"], await hub.ErrorsAsync(file));
        Assert.Equal(hub.Layouts.Find("CIUDAD")!.Fingerprint, file.LayoutHash);
        Assert.Equal(["2|succeeded"], await StageStepAsync(hub, file));
    }

    [Fact]
    public async Task A_layout_that_grew_a_column_between_staging_and_merge_fills_it()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5|900");

        FileResult file = await InterruptMergeAsync(
            hub,
            ["1|CALI|5|901", "2|TUNJA||902"],
            _ => Task.FromResult(hub.Layouts = TestHub.Read(Maestra.Ciudad()
                .Replace("campos[3]", "campos[4]", StringComparison.Ordinal)
                .Replace("  campos_clave", "    INDICATIVO,3,false,numero(4)\n  campos_clave", StringComparison.Ordinal))));

        Assert.Equal("loaded 2=2+0 i1 u1 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|5|901", "2|TUNJA|∅|902"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_file_that_looked_unchanged_is_staged_when_another_was_merged_meanwhile()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        hub.Put("CIUDAD_20261124_2.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge second = await StagedMerge.PrepareAsync(hub, hub.Worker, run["CIUDAD_20261124_2.txt"]);
        StagedFile skipped = StagedFile.Skipped(second.Request.Staged.Sha256, second.Request.Staged.SizeBytes, second.Request.Staged.LayoutHash);
        StagedMerge first = await StagedMerge.PrepareAsync(hub, hub.Worker, run["CIUDAD_20261124.txt"]);
        await first.MergeAsync();

        MergeResult blind = await second.MergeAsync(second.Request with { Staged = skipped });
        MergeResult staged = await second.MergeAsync();

        Assert.Equal(MergeDecision.StageAgain, blind.Decision);
        Assert.Equal(MergeDecision.Applied, staged.Decision);
        Assert.Equal(["1|CALI|5"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_file_that_changed_after_its_staging_is_staged_again_by_whoever_takes_it_over()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        TestWorker successor = hub.AddWorker();
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<FileJobResult> stalled = hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(1);

        string inWork = await hub.ScalarAsync<string>($"SELECT path FROM file WHERE file_id = {run.File.FileId}");
        await File.WriteAllTextAsync(hub.Folders.Resolve(inWork), "1|CALI|7\n2|TUNJA|\n", Ct);
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second' WHERE status = 'running'");
        Task<FileJobResult> taken = successor.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(2);
        await gate.OpenAsync();

        Assert.False((await stalled).WasMine);
        Assert.True((await taken).WasMine);
        Assert.Equal(["1|CALI|7", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_staged_is_staged_again_and_its_hash_is_that_of_the_bytes_staged()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        // Staging stands still after its first look at the file, before it creates its table.
        await hub.ExecuteAsync(
            """
            CREATE FUNCTION halt() RETURNS event_trigger LANGUAGE plpgsql AS $body$
            BEGIN PERFORM pg_advisory_xact_lock_shared(4711); END $body$;
            CREATE EVENT TRIGGER halt ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION halt();
            """);
        await using NpgsqlConnection holder = await hub.OpenAsync();
        await holder.ExecuteAsync("SELECT pg_advisory_lock(4711)");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        Task<FileJobResult> working = hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted)"));

        byte[] content = "1|CALI|7\nmala\n2|TUNJA|\n"u8.ToArray();
        string path = hub.Folders.Resolve(await hub.ScalarAsync<string>($"SELECT path FROM file WHERE file_id = {run.File.FileId}"));
        await File.WriteAllBytesAsync(path, content, Ct);
        await holder.ExecuteAsync("SELECT pg_advisory_unlock(4711)");

        Assert.True((await working).WasMine);
        FileResult file = (await hub.DrainAsync(run.RunId)).File;
        Assert.Equal("loaded 3=2+1 i1 u1 d0 =0", file.ToString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Sha256);
        Assert.Equal([file.Sha256], await hub.QueryAsync("SELECT sha256 FROM master_state"));
    }

    [Fact]
    public async Task A_file_that_another_program_still_writes_is_not_loaded()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        string path = Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt");
        await File.WriteAllLinesAsync(path, Enumerable.Range(1, 900).Select(i => $"{i}|CIUDAD|"), Ct);
        using CancellationTokenSource stop = new();
        // It writes through the file's handle, wherever the file is moved meanwhile.
        await using StreamWriter writer = new(path, append: true) { AutoFlush = true };
        Task writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                    await writer.WriteLineAsync("901|CIUDAD|");
            },
            Ct);

        FileResult file = (await hub.RunAsync("2026-11-24")).File;
        await stop.CancelAsync();
        await writing;

        Assert.Equal("failed", file.Status);
        Assert.Equal("ERROR_ARCHIVO", file.ErrorType);
        Assert.Empty(await hub.RowsAsync("erp_ciudad"));
    }

    /// <summary>Runs a file of today and does something between its staging and its merge.</summary>
    private static async Task<FileResult> InterruptMergeAsync(TestHub hub, string[] lines, Func<FileResult, Task> interruption)
    {
        hub.Put("CIUDAD_20261124.txt", lines);
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<RunResult> running = hub.RunAsync("2026-11-24");
        await gate.WaitForAsync(1);
        long runId = await hub.ScalarAsync<long>("SELECT max(run_id) FROM run");
        await interruption((await hub.ReadRunAsync(runId)).File);
        await gate.OpenAsync();
        return (await running).File;
    }

    private static Task<string[]> StageStepAsync(TestHub hub, FileResult file) => hub.QueryAsync(
        $"SELECT attempts, status FROM step WHERE run_id = {file.RunId} AND file_id = {file.FileId} AND step = 'stage'");
}
