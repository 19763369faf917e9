using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleFilesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_exists_is_overwritten_and_nothing_is_left_behind()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder["XGEN_20261124.txt"], "mío", Ct);

        SampleException refused = await Assert.ThrowsAsync<SampleException>(
            () => SampleGenerator.WriteAsync(SampleLayouts.Real, OptionsFor(folder), Ct));

        Assert.Contains("XGEN_20261124.txt", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mío", await File.ReadAllTextAsync(folder["XGEN_20261124.txt"], Ct));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task With_force_existing_files_are_replaced()
    {
        using TempFolder folder = new();
        await SampleGenerator.WriteAsync(SampleLayouts.Real, OptionsFor(folder), Ct);
        byte[] before = await File.ReadAllBytesAsync(folder["XGEN_20261124.txt"], Ct);

        await SampleGenerator.WriteAsync(SampleLayouts.Real, OptionsFor(folder) with { Seed = 9, Force = true }, Ct);

        Assert.NotEqual(before, await File.ReadAllBytesAsync(folder["XGEN_20261124.txt"], Ct));
    }

    [Fact]
    public async Task Only_the_files_of_the_manifest_and_the_manifest_are_there()
    {
        using TempFolder folder = new();
        SampleManifest manifest = await SampleGenerator.WriteAsync(SampleLayouts.Real, OptionsFor(folder), Ct);

        Assert.Equal(
            manifest.Files.Select(f => f.File).Append("manifest.json").Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_manifest_can_be_somewhere_else()
    {
        using TempFolder folder = new();
        SampleOptions options = OptionsFor(folder) with { ManifestFile = folder["otra/muestra.json"], Maestras = ["XGEN"] };
        await SampleGenerator.WriteAsync(SampleLayouts.Real, options, Ct);

        Assert.True(File.Exists(folder["otra/muestra.json"]));
        Assert.False(File.Exists(folder["manifest.json"]));
    }

    [Fact]
    public async Task A_cancelled_sample_leaves_nothing_behind()
    {
        using TempFolder folder = new();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SampleGenerator.WriteAsync(SampleLayouts.Real, OptionsFor(folder), cancelled.Token));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_master_without_layout_is_refused_with_those_that_have_one()
    {
        using TempFolder folder = new();

        SampleException refused = await Assert.ThrowsAsync<SampleException>(() => SampleGenerator.WriteAsync(
            SampleLayouts.Real, OptionsFor(folder) with { Maestras = ["XNADA"] }, Ct));

        Assert.Contains("XNADA", refused.Message, StringComparison.Ordinal);
        Assert.Contains("XCADENA", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.1, 0)]
    [InlineData(10, 1.5, 0)]
    [InlineData(10, -0.1, 0)]
    [InlineData(10, 0, -1)]
    public async Task Numbers_that_make_no_sense_are_refused(int rows, double faults, int changes)
    {
        using TempFolder folder = new();

        await Assert.ThrowsAsync<SampleException>(() => SampleGenerator.WriteAsync(
            SampleLayouts.Real, OptionsFor(folder) with { Rows = rows, Faults = (decimal)faults, Changes = changes }, Ct));
    }

    private static SampleOptions OptionsFor(TempFolder folder) =>
        new() { OutputFolder = folder.Path, Date = new DateOnly(2026, 11, 24) };
}
