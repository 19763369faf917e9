using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

/// <summary>A sample in a folder of its own, and what loading it gives.</summary>
internal sealed class SampleRun : IDisposable
{
    private readonly TempFolder _folder = new();

    private SampleRun(LayoutSet layouts, Func<SampleOptions, SampleOptions> options)
    {
        Layouts = layouts;
        Options = options(new SampleOptions { OutputFolder = _folder["muestra"], Date = new DateOnly(2026, 11, 24) });
    }

    public LayoutSet Layouts { get; }

    public SampleOptions Options { get; }

    public SampleManifest Manifest { get; private set; } = null!;

    public static async Task<SampleRun> WriteAsync(LayoutSet layouts, Func<SampleOptions, SampleOptions> options)
    {
        SampleRun run = new(layouts, options);
        run.Manifest = await SampleGenerator.WriteAsync(layouts, run.Options, TestContext.Current.CancellationToken);
        return run;
    }

    public static Task<SampleRun> WriteAsync(Func<SampleOptions, SampleOptions> options) =>
        WriteAsync(SampleLayouts.Real, options);

    public string PathOf(string file) => Path.Combine(Options.OutputFolder, file);

    public byte[] BytesOf(string file) => File.ReadAllBytes(PathOf(file));

    public Task<LoadedFile> LoadAsync(SampleFile file) => LoadedFile.ReadAsync(
        Layouts.Find(file.Maestra!)!, PathOf(file.File), TestContext.Current.CancellationToken);

    /// <summary>Loads every file and compares with the manifest and with the expected rows, line by line.</summary>
    public async Task VerifyAsync()
    {
        Dictionary<string, LoadedFile> loaded = [];
        foreach (SampleFile file in Manifest.Files.Where(f => f.FileError is null))
            loaded.Add(file.File, await LoadAsync(file));

        ILookup<string, LoadedFile> ofTable = Manifest.Files
            .Where(f => f.FileError is null && f.ChangesFrom is null)
            .ToLookup(f => Layouts.Find(f.Maestra!)!.Table, f => loaded[f.File]);
        foreach (LoadedFile file in loaded.Values.OrderBy(l => Depth(l.Layout)))
        {
            file.CheckReferences(rule => ofTable[rule.ParentTable].FirstOrDefault() is { } parent
                ? parent.ValuesOf(rule.ParentColumn)
                : null);
        }

        foreach (SampleFile file in Manifest.Files.Where(f => f.FileError is null))
            Compare(file, loaded[file.File]);
    }

    public void Dispose() => _folder.Dispose();

    private int Depth(Layout layout) => Layouts.ParentsOf(layout).Select(p => Depth(p) + 1).DefaultIfEmpty(0).Max();

    private void Compare(SampleFile file, LoadedFile loaded)
    {
        Assert.Equal(file.Read, loaded.ReadCount);
        Assert.Equal(
            file.Rejects.Select(r => $"{r.Line}: {Text(r.ErrorTypes.Zip(r.Fields))} {r.Key}"),
            loaded.Rejected.Select(l => $"{l.Number}: {Text(l.Errors)} {l.Key}"));
        Assert.Equal(
            file.Warnings.Select(w => $"{w.Line}: {w.ErrorType} {w.Field}"),
            loaded.Accepted.SelectMany(l => l.Warnings.Select(w => $"{l.Number}: {w.Type} {w.Field}")));
        Assert.Equal(
            SampleGenerator.ExpectedRows(Layouts, Options, file.File).Select(r => $"{r.Line}: {r.Key} {r.Json}"),
            loaded.Accepted.Select(l => $"{l.Number}: {l.Key} {l.Json}"));
        Assert.Equal(file.Accepted, loaded.Accepted.Count());
        Assert.Equal(file.Rejected, file.Rejects.Count);
        Assert.Equal(file.Read, file.Accepted + file.Rejected);
        Assert.Equal(file.Warned, file.Warnings.Count);
        Assert.Equal(file.RejectedByQuirk, file.Rejects.Count(r => r.Kind == SampleReject.Quirk));
    }

    private static string Text(IEnumerable<(string Type, string? Field)> errors) =>
        string.Join(", ", errors.Select(e => $"{e.Type} {e.Field}"));
}
