using System.Diagnostics;
using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Benchmarks;

/// <summary>A file's way into the hub, as the pipeline goes it.</summary>
internal static class HubLoad
{
    private static readonly DateOnly Date = new(2026, 11, 24);

    /// <param name="number">Of the file and its run: one more each time.</param>
    /// <param name="tables">What was ensured once is not looked at again, so a caller may change the table in between.</param>
    /// <returns>Seconds of staging and merging.</returns>
    public static async Task<(double Stage, double Merge)> RunAsync(HubDatabase hub, HubTables tables, Layout layout, int number, string path)
    {
        const string Owner = "benchmark";
        FileClaim claim = new(number, number, 1, Owner);
        await using (var connection = await hub.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO layout_version (layout_hash, maestra, source) VALUES (@Fingerprint, @Maestra, @Source) ON CONFLICT DO NOTHING;
                INSERT INTO run (run_id, fecha_proceso, trigger, requested_by) OVERRIDING SYSTEM VALUE VALUES (@number, @Date, 'operator', 'b');
                INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
                OVERRIDING SYSTEM VALUE VALUES (@number, @Maestra, @path, @Date, 'x', @number, @path, 'work', 0);
                INSERT INTO run_file (run_id, file_id, status, attempt, lease_owner) VALUES (@number, @number, 'running', 1, @Owner);
                """,
                new { layout.Fingerprint, layout.Maestra, layout.Source, number, Date, path, Owner });
        }

        await tables.EnsureAsync(layout, CancellationToken.None);
        FileMerger merger = new(hub, tables, () => new LayoutSet([layout]), errorLogLimit: 10_000);
        var watch = Stopwatch.StartNew();
        var staged = await new FileStager(hub).StageAsync(layout, new StagingTables(number, number, 1), path, CancellationToken.None);
        var read = watch.Elapsed;
        var result = await merger.MergeAsync(
            new MergeRequest(layout, staged, claim, Date, "x", Path.GetFileName(path), path, []), CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Path.GetFileName(path)}: staged in {read.TotalSeconds:0.00} s, merged in {seconds - read.TotalSeconds:0.00} s: {result.Decision} {result.Counts.Inserted} inserted, {result.Counts.Updated} updated, {result.Counts.Unchanged} unchanged"));
        await using var last = await hub.OpenAsync(CancellationToken.None);
        await new StagingTables(number, number, 1).DropAsync(last, CancellationToken.None);
        return (read.TotalSeconds, seconds - read.TotalSeconds);
    }
}
