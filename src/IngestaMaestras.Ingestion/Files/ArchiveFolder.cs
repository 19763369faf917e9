using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// The long-term folder with its dated archives, on whatever volume. A file in it has a path like any other,
/// <c>archived/2026-08.zip/2026-08-14/XCADENA_20260814.txt</c>, and nothing comes out of it unchecked.
/// </summary>
public sealed class ArchiveFolder(string folder)
{
    private const string Prefix = "archived/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Whether a path of a file row leads into an archive.</summary>
    public static bool IsArchived(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public static string PathOf(string archive, string entry) => $"{Prefix}{archive}/{entry}";

    /// <summary>The archive that a path leads into, as a path of the machine.</summary>
    public string ArchiveOf(string path) => FullPath(Split(path).Archive);

    public string FullPath(string archive) => Path.Combine(Folder, archive);

    /// <summary>Names of the archives that are there whole, oldest first.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.zip").Select(f => Path.GetFileName(f)!).Where(n => n[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether the archive that a path leads into is there.</summary>
    public bool HasArchive(string path) => File.Exists(ArchiveOf(path));

    /// <summary>Whether the archive is there and holds the file.</summary>
    public bool Holds(string path)
    {
        var (archive, entry) = Split(path);
        return File.Exists(FullPath(archive)) && Read(archive, zip => zip.GetEntry(entry) is not null);
    }

    /// <exception cref="ArchiveDamagedException">It cannot be read.</exception>
    public ArchiveManifest ReadManifest(string archive) => Read(archive, zip => ReadManifest(zip, archive));

    /// <summary>Copies a file out of its archive, safely on disk, and checks it against the manifest.</summary>
    /// <returns>False: there is no such archive or no such file in it; nothing was made.</returns>
    /// <exception cref="ArchiveDamagedException">What came out is not what was put in; nothing was kept.</exception>
    public bool TryExtract(string path, string target)
    {
        var (archive, name) = Split(path);
        if (!File.Exists(FullPath(archive)))
        {
            return false;
        }

        var isGood = false;
        try
        {
            var found = Read(archive, zip =>
            {
                if (zip.GetEntry(name) is not { } entry)
                {
                    return false;
                }

                var expected = ReadManifest(zip, archive).Files.FirstOrDefault(f => f.Entry == name)?.Sha256;
                using FileStream output = new(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                isGood = CopyAndHash(entry, output) == expected;
                output.Flush(flushToDisk: true);
                return true;
            });
            return found && !isGood ? throw new ArchiveDamagedException(path, "el contenido no coincide con el manifiesto.") : found;
        }
        finally
        {
            if (!isGood)
            {
                File.Delete(target);
            }
        }
    }

    /// <summary>Writes an archive under a temporary name, reads it back whole and only then gives it its name.</summary>
    /// <param name="files">Entry names, with the paths of the machine that they are read from.</param>
    /// <returns>Its name, and what it holds.</returns>
    internal (string Name, ArchiveManifest Manifest) Write(
        DateOnly month, IReadOnlyList<(string Entry, long? FileId, string Source)> files, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var temporary = Path.Combine(Folder, $".{month:yyyy-MM}-{Guid.NewGuid():N}.tmp");
        try
        {
            var manifest = Fill(temporary, month, files, ct);
            Verify(temporary, manifest, ct);
            for (var number = 1; ; number++)
            {
                var name = number == 1 ? $"{month:yyyy-MM}.zip" : $"{month:yyyy-MM}-{number}.zip";
                if (AtomicMove.Move(temporary, FullPath(name)) == MoveResult.Moved)
                {
                    return (name, manifest);
                }
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>What was being written when the program died.</summary>
    internal void ForgetTemporary()
    {
        if (Directory.Exists(Folder))
        {
            Directory.EnumerateFiles(Folder, ".????-??-*.tmp").ToList().ForEach(File.Delete);
        }
    }

    private static ArchiveManifest Fill(
        string path, DateOnly month, IReadOnlyList<(string Entry, long? FileId, string Source)> files, CancellationToken ct)
    {
        using FileStream output = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        List<ArchivedFile> held = [];
        ArchiveManifest manifest;
        using (ZipArchive zip = new(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, fileId, source) in files)
            {
                ct.ThrowIfCancellationRequested();
                using FileStream input = new(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var target = zip.CreateEntry(entry, CompressionLevel.Optimal).Open();
                var (size, hash) = CopyAndHash(input, target);
                held.Add(new ArchivedFile(entry, fileId, size, hash));
            }

            manifest = new ArchiveManifest(month, held);
            using var last = zip.CreateEntry(ArchiveManifest.EntryName).Open();
            JsonSerializer.Serialize(last, manifest, Json);
        }

        output.Flush(flushToDisk: true);
        return manifest;
    }

    private static void Verify(string path, ArchiveManifest manifest, CancellationToken ct)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var file in manifest.Files)
        {
            ct.ThrowIfCancellationRequested();
            if (CopyAndHash(zip.GetEntry(file.Entry)!, Stream.Null) != file.Sha256)
            {
                throw new ArchiveDamagedException(path, $"{file.Entry} no se lee como se escribió.");
            }
        }
    }

    private T Read<T>(string archive, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(FullPath(archive));
            return read(zip);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new ArchiveDamagedException(FullPath(archive), e.Message);
        }
    }

    private static ArchiveManifest ReadManifest(ZipArchive zip, string archive)
    {
        using var stream = zip.GetEntry(ArchiveManifest.EntryName)?.Open()
            ?? throw new ArchiveDamagedException(archive, "no tiene manifiesto.");
        return JsonSerializer.Deserialize<ArchiveManifest>(stream, Json)!;
    }

    private static string CopyAndHash(ZipArchiveEntry entry, Stream output)
    {
        using var input = entry.Open();
        return CopyAndHash(input, output).Hash;
    }

    private static (long Size, string Hash) CopyAndHash(Stream input, Stream output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[256 * 1024];
        long size = 0;
        int count;
        while ((count = input.Read(block)) > 0)
        {
            hash.AppendData(block, 0, count);
            output.Write(block, 0, count);
            size += count;
        }

        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static (string Archive, string Entry) Split(string path)
    {
        var parts = path.Split('/');
        return IsArchived(path) && parts.Length > 2 && parts.All(p => p is not ("" or "." or ".."))
            ? (parts[1], string.Join('/', parts[2..]))
            : throw new DataFolderException($"«{path}» no es la ruta de un archivo de largo plazo.");
    }
}
