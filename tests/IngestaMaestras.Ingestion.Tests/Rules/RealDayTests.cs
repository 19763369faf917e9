using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>Nights of the thirteen real masters, one after the other.</summary>
public sealed class RealDayTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Loading_the_same_day_twice_changes_nothing()
    {
        await using LoadedSample sample = await LoadedSample.StartAsync(postgres);
        SampleOptions options = sample.Options("2026-11-24") with { Faults = 0.03m };
        (_, RunResult first) = await sample.LoadAsync(options);
        string[] before = await TracksAsync(sample);
        string errors = "SELECT line_number, severity, error_type, field, value, raw_line, message FROM error_log WHERE run_id = ";

        (_, RunResult second) = await sample.LoadAsync(options);

        Assert.All(second.Files, file => Assert.Equal("unchanged", file.Status));
        Assert.Equal(
            first.Files.Select(f => (f.FileName, f.Read, f.Accepted, f.Rejected, f.Alert)),
            second.Files.Select(f => (f.FileName, f.Read, f.Accepted, f.Rejected, f.Alert)));
        Assert.Equal(before, await TracksAsync(sample));
        Assert.Equal(
            await sample.Hub.QueryAsync($"{errors} {first.RunId} ORDER BY maestra, id"),
            await sample.Hub.QueryAsync($"{errors} {second.RunId} ORDER BY maestra, id"));
    }

    [Fact]
    public async Task A_day_with_k_changes_touches_exactly_k_rows_of_each_master()
    {
        await using LoadedSample sample = await LoadedSample.StartAsync(postgres);
        await sample.LoadAsync(sample.Options("2026-11-23"));
        Dictionary<string, string[]> before = await TracksByMasterAsync(sample);

        SampleOptions options = sample.Options("2026-11-24") with { Changes = 25 };
        (SampleManifest manifest, RunResult run) = await sample.LoadAsync(options);

        foreach (SampleFile file in manifest.Files)
        {
            FileResult loaded = run[file.File];
            ILookup<string, SampleChange> changes = file.Changes.ToLookup(c => c.Op);
            Assert.Equal(
                (file.Maestra, "loaded", changes["insert"].Count(), changes["update"].Count(), changes["delete"].Count()),
                (file.Maestra, loaded.Status, (int)loaded.Inserted!, (int)loaded.Updated!, (int)loaded.Deleted!));

            string[] after = (await TracksByMasterAsync(sample))[file.Maestra!];
            Assert.Equal(
                changes["update"].Count() + changes["delete"].Count(), before[file.Maestra!].Except(after).Count());
            Assert.Equal(
                changes["update"].Count() + changes["insert"].Count(), after.Except(before[file.Maestra!]).Count());
            Assert.Equal(
                changes["delete"].Select(c => c.Key).Order(StringComparer.Ordinal),
                await sample.Hub.QueryAsync($"SELECT key_text FROM tombstone WHERE maestra = '{file.Maestra}' ORDER BY key_text"));

            // Rows that did not change keep the line of the file that brought them.
            Layout layout = sample.Hub.Layouts.Find(file.Maestra!)!;
            Assert.Equal(
                sample.ExpectedRows(options, file).Select(WithoutLine).Order(StringComparer.Ordinal),
                (await sample.RowsAsync(layout)).Select(WithoutLine).Order(StringComparer.Ordinal));
        }

        Assert.Contains(manifest.Files, f => f.Changes.Count == 25);
    }

    private static string WithoutLine(string row) => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static async Task<string[]> TracksAsync(LoadedSample sample) =>
        [.. (await TracksByMasterAsync(sample)).OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value)];

    private static async Task<Dictionary<string, string[]>> TracksByMasterAsync(LoadedSample sample)
    {
        Dictionary<string, string[]> tracks = [];
        foreach (Layout layout in sample.Hub.Layouts.All)
            tracks[layout.Maestra] = await sample.Hub.TracksAsync(layout.Table);
        return tracks;
    }
}
