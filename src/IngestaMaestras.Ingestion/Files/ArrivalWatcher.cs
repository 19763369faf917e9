using System.Collections.Concurrent;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>A file in input as this worker sees it.</summary>
/// <param name="Name">File name.</param>
/// <param name="Stat">As last looked at.</param>
/// <param name="HasArrived">Two looks, the configured time apart, saw the same size, time and inode.</param>
public sealed record ArrivingFile(string Name, FileStat Stat, bool HasArrived);

/// <summary>
/// Looks at input and remembers what it saw. On Linux nothing tells whether a program still writes to a file, so a file
/// counts as arrived when it has not changed between two looks by the same worker.
/// </summary>
public sealed class ArrivalWatcher(DataFolders folders, IngestaOptions options, TimeProvider time)
{
    /// <summary>What the sample generator leaves beside its files; it is ours and no master's.</summary>
    private const string SampleManifest = "manifest.json";

    private static readonly string[] UnfinishedEndings = [".tmp", ".part", ".filepart"];

    private readonly ConcurrentDictionary<string, (FileStat Stat, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks once, at every plain file of input; hidden and temporary names are left alone.</summary>
    public IReadOnlyList<ArrivingFile> Look()
    {
        var now = time.GetTimestamp();
        List<ArrivingFile> files = [];
        HashSet<string> present = new(StringComparer.Ordinal);
        // In name order, so that files get their rows in the order in which a person lists them.
        foreach (var path in Directory.EnumerateFiles(folders.Input).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (IsLeftAlone(name) || FileStat.TryRead(path) is not { IsRegular: true } stat)
            {
                continue;
            }

            present.Add(name);
            var first = _seen.AddOrUpdate(name, (stat, now), (_, old) => old.Stat == stat ? old : (stat, now));
            files.Add(new ArrivingFile(name, stat, time.GetElapsedTime(first.Since, now) >= options.ArrivalQuietPeriod));
        }

        foreach (var gone in _seen.Keys.Where(n => !present.Contains(n)))
        {
            _seen.TryRemove(gone, out _);
        }

        return files;
    }

    /// <summary>Looks, waits the quiet period when some file is new, and looks again.</summary>
    public async Task<IReadOnlyList<ArrivingFile>> SettleAsync(CancellationToken ct)
    {
        var files = Look();
        if (files.All(f => f.HasArrived))
        {
            return files;
        }

        await Task.Delay(options.ArrivalQuietPeriod + TimeSpan.FromMilliseconds(1), time, ct);
        return Look();
    }

    /// <summary>Entries of input that are no plain files: links, folders, pipes. Nothing touches them; operators are told.</summary>
    public IReadOnlyList<string> OddEntries() =>
    [
        .. Directory.EnumerateFileSystemEntries(folders.Input)
            .Where(p => !IsLeftAlone(Path.GetFileName(p)) && FileStat.TryRead(p) is { IsRegular: false })
            .Select(p => Path.GetFileName(p)),
    ];

    private static bool IsLeftAlone(string name) =>
        name[0] == '.' || name == SampleManifest
        || UnfinishedEndings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
