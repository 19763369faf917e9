using IngestaMaestras.Ingestion.Samples.Plans;

namespace IngestaMaestras.Ingestion.Samples.Writing;

/// <summary>
/// Where a sample goes: everything is written under temporary names that start with a dot, and gets its own name when all
/// is there. What exists is only replaced when that was asked for.
/// </summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly SampleOptions _options;
    private readonly List<string> _targets;

    /// <exception cref="SampleException">Something exists that may not be replaced.</exception>
    public SampleFolder(SampleOptions options, IReadOnlyList<FileSpec> files)
    {
        _options = options;
        _targets = [.. files.Select(PathOf), options.ManifestPath];
        foreach (string target in _targets.Where(t => Directory.Exists(t) || (File.Exists(t) && !options.Force)))
            throw new SampleException(SampleMessages.Format("Exists", target));

        Directory.CreateDirectory(options.OutputFolder);
        Directory.CreateDirectory(FolderOf(options.ManifestPath));
    }

    public string SpoolPath => TemporaryOf(_options.ManifestPath) + ".hallazgos";

    public string PathOf(FileSpec file) => Path.Combine(_options.OutputFolder, file.Name);

    public static string TemporaryOf(string path) => Path.Combine(FolderOf(path), $".{Path.GetFileName(path)}.parte");

    /// <summary>Gives every file its name, the manifest last.</summary>
    public void Publish()
    {
        foreach (string target in _targets)
            File.Move(TemporaryOf(target), target, _options.Force);
    }

    /// <summary>Removes what did not get its name.</summary>
    public void Dispose()
    {
        foreach (string target in _targets)
            File.Delete(TemporaryOf(target));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
