using IngestaMaestras.Ingestion.Samples;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleChangesTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0.2)]
    [InlineData(7, 0.3)]
    [InlineData(100, 0)]
    [InlineData(100, 0.3)]
    public async Task Exactly_so_many_rows_of_each_file_differ_as_were_asked_for(int changes, double faults)
    {
        using SampleRun before = await SampleRun.WriteAsync(o => o with { Faults = (decimal)faults });
        using SampleRun after = await SampleRun.WriteAsync(o => o with { Faults = (decimal)faults, Changes = changes });

        foreach (SampleFile file in after.Manifest.Files)
        {
            Assert.Equal(changes, file.Changes.Count + file.ChangesMissing);
            Assert.Equal(Texts(file.Changes), await DifferencesAsync(before, before.Manifest.FileOf(file.File), after, file));
            if (file.Read > 500)
                Assert.Equal(0, file.ChangesMissing);
        }

        await after.VerifyAsync();
    }

    [Fact]
    public async Task Changes_are_of_every_kind()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Changes = 20, Maestras = ["XCATEG"] });

        ILookup<string, SampleChange> changes = run.Manifest.Files[0].Changes.ToLookup(c => c.Op);
        Assert.Equal(
            (10, 5, 5),
            (changes[SampleChange.Update].Count(), changes[SampleChange.Insert].Count(), changes[SampleChange.Delete].Count()));
        Assert.All(changes[SampleChange.Delete], c => Assert.Null(c.Line));
    }

    [Fact]
    public async Task Rows_that_others_refer_to_are_never_deleted()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Changes = 500 });

        Assert.Contains(run.Manifest.FileOfMaestra("XWEPAI").Changes, c => c.Op == SampleChange.Delete);
        await run.VerifyAsync();
        Assert.All(run.Manifest.Files, f => Assert.Empty(f.Warnings));
    }

    [Fact]
    public async Task Changes_without_room_are_told()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Changes = 1000, Maestras = ["XCADENA"] });

        SampleFile file = Assert.Single(run.Manifest.Files);
        Assert.InRange(file.Changes.Count, 24, 27);
        Assert.Equal(1000, file.Changes.Count + file.ChangesMissing);
        await run.VerifyAsync();
    }

    [Fact]
    public async Task The_second_file_differs_from_the_first_as_it_says()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { SecondFile = true, Changes = 4, Faults = 0.1m });

        SampleFile second = run.Manifest.FileOf("XCADENA_20261124_2.txt");
        SampleFile first = run.Manifest.FileOf(second.ChangesFrom!);
        Assert.NotEmpty(second.Changes);
        Assert.Equal(Texts(second.Changes), await DifferencesAsync(run, first, run, second));
        await run.VerifyAsync();
    }

    [Fact]
    public async Task The_older_file_is_of_the_day_before_and_differs_as_it_says()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Variants = [SampleVariant.Older], Maestras = ["XWEDEP"] });

        SampleFile older = run.Manifest.FileOf("XWEDEP_20261123.txt");
        Assert.Equal(("older", new DateOnly(2026, 11, 23), "XWEDEP_20261124.txt"), (older.Variant, older.Date, older.ChangesFrom));
        Assert.Equal(50, older.Changes.Count);
        Assert.Equal(
            Texts(older.Changes), await DifferencesAsync(run, run.Manifest.FileOf("XWEDEP_20261124.txt"), run, older));
        await run.VerifyAsync();
    }

    private static SortedSet<string> Texts(IEnumerable<SampleChange> changes)
    {
        SortedSet<string> texts = new(StringComparer.Ordinal);
        foreach (SampleChange change in changes)
            Assert.True(texts.Add($"{change.Op} {change.Key}"), change.Key);
        return texts;
    }

    /// <summary>How the records that one file loads differ from those of another, by key.</summary>
    private static async Task<SortedSet<string>> DifferencesAsync(
        SampleRun runBefore, SampleFile before, SampleRun runAfter, SampleFile after)
    {
        Dictionary<string, string> old = await RecordsAsync(runBefore, before);
        Dictionary<string, string> now = await RecordsAsync(runAfter, after);
        return new SortedSet<string>(
            old.Keys.Except(now.Keys).Select(k => $"delete {k}")
                .Concat(now.Keys.Except(old.Keys).Select(k => $"insert {k}"))
                .Concat(old.Keys.Where(k => now.TryGetValue(k, out string? record) && record != old[k]).Select(k => $"update {k}")),
            StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, string>> RecordsAsync(SampleRun run, SampleFile file) =>
        (await run.LoadAsync(file)).Accepted.ToDictionary(l => l.Key!, l => l.Json);
}
