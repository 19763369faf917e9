using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>A hub with the thirteen real layouts, and what samples of them must leave in it.</summary>
internal sealed class LoadedSample : IAsyncDisposable
{
    private LoadedSample(TestHub hub) => Hub = hub;

    public TestHub Hub { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LoadedSample> StartAsync(PostgresFixture postgres) =>
        new(await TestHub.StartAsync(postgres, TestHub.ReadShipped()));

    public SampleOptions Options(string date) =>
        new() { OutputFolder = Hub.Folders.Input, Date = TestHub.Date(date), Force = true };

    /// <summary>Writes a sample into input, runs its date, and gives both.</summary>
    public async Task<(SampleManifest Manifest, RunResult Run)> LoadAsync(SampleOptions options)
    {
        SampleManifest manifest = await SampleGenerator.WriteAsync(Hub.Layouts, options, Ct);
        return (manifest, await Hub.RunAsync(options.Date));
    }

    /// <summary>Every row of a master with its line, as the sample says that it must be.</summary>
    public string[] ExpectedRows(SampleOptions options, SampleFile file) =>
        [.. SampleGenerator.ExpectedRows(Hub.Layouts, options, file.File).Select(r => string.Join('|', r.Values.Prepend(r.Line).Select(Text)))];

    public Task<string[]> RowsAsync(Layout layout) => Hub.QueryAsync(
        $"SELECT _line_number, {string.Join(", ", layout.Columns.Select(c => c.ColumnName))} FROM {layout.Table} ORDER BY _line_number");

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private static string Text(object? value) => value switch
    {
        null => "∅",
        bool b => b ? "t" : "f",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
