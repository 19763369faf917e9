using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>The thirteen real masters, with realistic files whose faults are known to the line.</summary>
public sealed class RealMasterTests(RealMasterTests.FaultySample sample) : IClassFixture<RealMasterTests.FaultySample>
{
    public static TheoryData<string> Maestras => [.. TestHub.ReadShipped().All.Select(l => l.Maestra)];

    [Fact]
    public void There_are_thirteen_and_a_sample_has_a_file_of_each()
    {
        Assert.Equal(13, Maestras.Count);
        Assert.Equal(13, sample.Run.Files.Count);
        Assert.All(sample.Run.Files, file => Assert.Equal("loaded", file.Status));
        Assert.Equal("succeeded", sample.Run.Status);
    }

    [Theory]
    [MemberData(nameof(Maestras))]
    public async Task Every_valid_record_is_a_row_and_nothing_else_is(string maestra)
    {
        SampleFile file = sample.Manifest.FileOfMaestra(maestra);

        Assert.Equal(
            sample.Loaded.ExpectedRows(sample.Options, file),
            await sample.Loaded.RowsAsync(sample.Loaded.Hub.Layouts.Find(maestra)!));
    }

    [Theory]
    [MemberData(nameof(Maestras))]
    public async Task Every_planted_fault_is_in_error_log_and_nothing_else_is(string maestra)
    {
        SampleFile file = sample.Manifest.FileOfMaestra(maestra);
        Assert.NotEmpty(file.Rejects);

        string[] logged = await sample.Loaded.Hub.QueryAsync(
            $"""
            SELECT line_number, severity, error_type, field FROM error_log
             WHERE maestra = '{maestra}' ORDER BY line_number, severity DESC, id
            """);

        Assert.Equal(
            file.Rejects.SelectMany(r => r.ErrorTypes.Zip(r.Fields, (type, field) => (r.Line, Text: $"{r.Line}|error|{type}|{field ?? "∅"}")))
                .Concat(file.Warnings.Select(w => (w.Line, Text: $"{w.Line}|aviso|{w.ErrorType}|{w.Field ?? "∅"}")))
                .OrderBy(e => e.Line).Select(e => e.Text),
            logged);
    }

    [Theory]
    [MemberData(nameof(Maestras))]
    public async Task Counts_agree_to_the_record(string maestra)
    {
        SampleFile file = sample.Manifest.FileOfMaestra(maestra);
        FileResult loaded = sample.Run[file.File];

        Assert.Equal(
            (file.Read, file.Accepted, file.Rejected, file.Accepted),
            (loaded.Read, loaded.Accepted, loaded.Rejected, loaded.Inserted));
        Assert.Equal(file.Sha256, loaded.Sha256);
        string[] keys = await sample.Loaded.Hub.QueryAsync(
            $"SELECT line_number, key_text FROM rejected_line WHERE file_id = {loaded.FileId} ORDER BY line_number");
        Assert.Equal(
            file.Rejects.Where(r => !r.ErrorTypes.Contains("CLAVE_DUPLICADA")).Select(r => $"{r.Line}|{r.Key ?? "∅"}"), keys);
    }

    /// <summary>One load of all thirteen, which many tests look at and none changes.</summary>
    public sealed class FaultySample(PostgresFixture postgres) : IAsyncLifetime
    {
        internal LoadedSample Loaded { get; private set; } = null!;

        internal SampleOptions Options { get; private set; } = null!;

        internal SampleManifest Manifest { get; private set; } = null!;

        internal RunResult Run { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Loaded = await LoadedSample.StartAsync(postgres);
            Options = Loaded.Options("2026-11-24") with { Faults = 0.04m };
            (Manifest, Run) = await Loaded.LoadAsync(Options);
        }

        public ValueTask DisposeAsync() => Loaded.DisposeAsync();
    }
}
