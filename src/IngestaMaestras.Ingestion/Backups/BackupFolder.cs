using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>
/// The folder of the backups. A dump and its manifest are written under temporary names; the dump gets its own name last,
/// so that a dump that can be seen is finished, checked and has its manifest.
/// </summary>
public sealed class BackupFolder(string folder, BackupOptions options)
{
    private const string Prefix = "ingesta-";
    private const string Dump = ".dump";
    private const string Manifest = ".json";
    private const string Partial = ".partial";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Finished backups, the newest first; what has no readable manifest is none.</summary>
    public async Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken ct)
    {
        List<BackupFile> found = [];
        foreach (var path in Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, Prefix + "*" + Dump) : [])
        {
            if (await ReadManifestAsync(ManifestOf(path), ct) is { } manifest)
            {
                found.Add(new BackupFile(path, manifest));
            }
        }

        return [.. found.OrderByDescending(b => b.Manifest.TakenAt)];
    }

    /// <param name="name">A path, or the name of a file in the folder.</param>
    /// <exception cref="BackupException">There is no such backup, or it has no manifest.</exception>
    public async Task<BackupFile> OpenAsync(string name, CancellationToken ct)
    {
        var path = File.Exists(name) ? Path.GetFullPath(name) : Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            throw new BackupException(BackupMessages.Format("NoFile", name));
        }

        return await ReadManifestAsync(ManifestOf(path), ct) is { } manifest
            ? new BackupFile(path, manifest)
            : throw new BackupException(BackupMessages.Format("NoManifest", ManifestOf(path)));
    }

    /// <summary>Creates the folder, readable by its owner only, and removes what interrupted backups left.</summary>
    /// <returns>The names that were removed.</returns>
    /// <exception cref="BackupException">The folder cannot be written.</exception>
    internal IReadOnlyList<string> Prepare()
    {
        try
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            List<string> left =
            [
                .. Directory.EnumerateFiles(Folder, Prefix + "*" + Partial),
                .. Directory.EnumerateFiles(Folder, Prefix + "*" + Manifest).Where(m => !File.Exists(Path.ChangeExtension(m, Dump))),
            ];
            left.ForEach(File.Delete);
            return [.. left.Select(l => Path.GetFileName(l)!)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupMessages.Format("FolderFailed", Folder, e.Message), e);
        }
    }

    /// <summary>The temporary name of a new dump.</summary>
    internal string NewPartial(DateTime localTime)
    {
        var stem = Prefix + localTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(Folder, number == 1 ? stem + Dump : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{Dump}"));
            if (!File.Exists(path))
            {
                return path + Partial;
            }
        }
    }

    /// <summary>A checked dump becomes a backup.</summary>
    internal static async Task<BackupFile> FinishAsync(string partial, BackupManifest manifest, CancellationToken ct)
    {
        var dump = partial[..^Partial.Length];
        var temporary = ManifestOf(dump) + Partial;
        await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize(manifest, Json), ct);
        File.Move(temporary, ManifestOf(dump), overwrite: true);
        File.Move(partial, dump);
        return new BackupFile(dump, manifest);
    }

    /// <summary>Removes backups beyond the count or the age; the newest that was verified stays whatever they say.</summary>
    /// <returns>The names that were removed.</returns>
    internal async Task<IReadOnlyList<string>> RotateAsync(DateTime now, CancellationToken ct)
    {
        var all = await ListAsync(ct);
        var newestGood = all.FirstOrDefault(b => b.Manifest.VerifiedAt is not null);
        List<string> removed = [];
        foreach (var (index, backup) in all.Index())
        {
            if (backup != newestGood && (index >= options.KeepCount || backup.Manifest.TakenAt < now.AddDays(-options.KeepDays)))
            {
                // The dump first: without it the manifest is a leftover that the next backup removes.
                File.Delete(backup.Path);
                File.Delete(ManifestOf(backup.Path));
                removed.Add(backup.Name);
            }
        }

        return removed;
    }

    private static string ManifestOf(string dump) => Path.ChangeExtension(dump, Manifest);

    private static async Task<BackupManifest?> ReadManifestAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(path, ct), Json);
        }
        catch (JsonException)
        {
            // Whoever wants this one is told that its manifest cannot be read.
            return null;
        }
    }
}
