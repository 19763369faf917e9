using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleCommandTests
{
    [Fact]
    public async Task The_verb_writes_a_sample_and_tells_its_numbers()
    {
        using TempFolder folder = new();
        ProcessResult result = await RunAsync("--out", folder["muestra"], "--date", "20261124", "--maestra", "XGEN,XCAN", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument totals = JsonDocument.Parse(result.Output);
        Assert.Equal(
            [("XCAN_20261124.txt", 8), ("XGEN_20261124.txt", 15)],
            totals.RootElement.GetProperty("files").EnumerateArray()
                .Select(f => (f.GetProperty("file").GetString(), f.GetProperty("accepted").GetInt32())));
        Assert.True(File.Exists(folder["muestra/manifest.json"]));
    }

    [Fact]
    public async Task An_exhausted_key_space_is_told_and_is_not_all_well()
    {
        using TempFolder folder = new();
        ProcessResult result = await RunAsync("--out", folder.Path, "--maestra", "XCADENA", "--rows", "100");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("27 filas de las 100 pedidas", result.Error, StringComparison.Ordinal);
        Assert.Contains("aceptadas 27", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--faults", "2")]
    [InlineData("--faults", "0,5")]
    [InlineData("--date", "2026-13-01")]
    [InlineData("--file-faults", "nada")]
    [InlineData("--maestra", "XNADA")]
    [InlineData("--rows", "0")]
    [InlineData("--layouts", "no-existe")]
    public async Task Bad_usage_is_one_sentence_and_writes_nothing(string option, string value)
    {
        using TempFolder folder = new();
        ProcessResult result = await RunAsync("--out", folder["muestra"], option, value);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.NotEmpty(result.Error);
        Assert.False(Directory.Exists(folder["muestra"]));
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => IngestaProcess.RunAsync(["sample", .. arguments]);
}
