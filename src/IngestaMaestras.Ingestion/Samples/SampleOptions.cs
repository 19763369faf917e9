namespace IngestaMaestras.Ingestion.Samples;

/// <summary>What a sample shall be. The same options and layouts give the same bytes on any machine.</summary>
public sealed record SampleOptions
{
    /// <summary>Most rows that one file can be asked for.</summary>
    public const long MaxRows = 1_000_000_000;

    /// <summary>Folder of the files and of the manifest; made when it does not exist.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Date in the names of the files. It changes nothing else.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Names without date: <c>XCADENA.txt</c>.</summary>
    public bool Undated { get; init; }

    /// <summary>Data lines of each file, as far as its keys reach; null for what the master usually has.</summary>
    public long? Rows { get; init; }

    /// <summary>
    /// Share of lines that carry a planted fault, 0 to 1. Above 0 every kind of fault that a layout can express is there
    /// at least once, as long as that takes up no more than half of the lines.
    /// </summary>
    public decimal Faults { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The masters wanted; empty for all. The others still count as loaded with a sample of the same options.
    /// </summary>
    public IReadOnlyList<string> Maestras { get; init; } = [];

    /// <summary>
    /// Rows by which each file differs from the one with the same options and no changes: updated, deleted and inserted
    /// ones together. Only rows without faults and quirks change.
    /// </summary>
    public int Changes { get; init; }

    /// <summary>Rejects that real files always have, such as repeated placeholder rows.</summary>
    public bool Quirks { get; init; } = true;

    /// <summary>Files that are wrong as a whole, or unusual, each in another master where it alters one.</summary>
    public IReadOnlyList<SampleVariant> Variants { get; init; } = [];

    /// <summary>Also writes a second file of one master for the date, some rows of which differ from the first.</summary>
    public bool SecondFile { get; init; }

    /// <summary>Existing files are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The manifest's file; null for <c>manifest.json</c> in <see cref="OutputFolder"/>.</summary>
    public string? ManifestFile { get; init; }

    /// <summary>Where the manifest is written.</summary>
    public string ManifestPath => ManifestFile ?? Path.Combine(OutputFolder, "manifest.json");
}
