using System.Globalization;
using System.Text;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>Where a file lies; <see cref="DataFolders.Code(FileLocation)"/> is the folder's name.</summary>
public enum FileLocation
{
    Input,
    Work,
    Processed,
    Error,

    /// <summary>In an archive of the long-term folder.</summary>
    Archived,
}

/// <summary>
/// The folders under the data root, and every rule about paths in them: relative paths with forward slashes are what
/// the database keeps, and nothing resolves to a place outside the root.
/// </summary>
public sealed class DataFolders
{
    /// <summary>Longest file name, in bytes, that Linux file systems hold.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>Hidden, as what is in it is none of anybody's business yet.</summary>
    private const string UploadName = ".upload";

    /// <summary>Of the paths that <see cref="UploadPath"/> gives, for LIKE.</summary>
    internal const string UploadPattern = UploadName + "/%";

    /// <param name="archive">The long-term folder, on whatever volume; null: <c>archive</c> under the root.</param>
    public DataFolders(string root, string? archive = null)
    {
        Root = Path.GetFullPath(root);
        Input = Path.Combine(Root, "input");
        Work = Path.Combine(Root, "work");
        Processed = Path.Combine(Root, "processed");
        Error = Path.Combine(Root, "error");
        Upload = Path.Combine(Root, UploadName);
        LongTerm = new ArchiveFolder(archive ?? Path.Combine(Root, "archive"));
    }

    public string Root { get; }

    public string Input { get; }

    public string Work { get; }

    public string Processed { get; }

    public string Error { get; }

    /// <summary>What people upload or correct in the browser, until it is put into input.</summary>
    public string Upload { get; }

    /// <summary>Where old files of <c>processed/</c> go, compressed.</summary>
    public ArchiveFolder LongTerm { get; }

    public static string Code(FileLocation location) => location switch
    {
        FileLocation.Input => "input",
        FileLocation.Work => "work",
        FileLocation.Processed => "processed",
        FileLocation.Error => "error",
        FileLocation.Archived => "archived",
        _ => throw new ArgumentOutOfRangeException(nameof(location), location, null),
    };

    /// <summary>Creates what is missing and checks that all folders can be written and are on one volume.</summary>
    /// <exception cref="DataFolderException">With the folder and the way out, in Spanish.</exception>
    public void Prepare()
    {
        ulong? device = null;
        foreach (var folder in new[] { Root, Input, Work, Processed, Error, Upload })
        {
            ulong? found;
            try
            {
                found = TryWriting(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DataFolderException(
                    $"No se puede escribir en la carpeta {folder}: {e.Message} Dé permiso de escritura al usuario que ejecuta el programa o cambie Ingesta:DataRoot.");
            }

            device ??= found;
            if (found != device)
            {
                throw new DataFolderException(
                    $"La carpeta {folder} está en otro volumen que {Root}: mover un archivo entre volúmenes no es atómico. Ponga input, work, processed y error en el mismo volumen.");
            }
        }
    }

    /// <summary>Makes the folder where it is missing and writes a file into it, which is removed again.</summary>
    /// <returns>The volume on which the file was: the folder itself may be a link, which lies elsewhere than what is put into it.</returns>
    /// <exception cref="IOException">It cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor is it allowed.</exception>
    public static ulong? TryWriting(string folder)
    {
        Directory.CreateDirectory(folder);
        var probe = Path.Combine(folder, $".escritura-{Guid.NewGuid():N}");
        File.WriteAllBytes(probe, []);
        var device = FileStat.TryRead(probe)?.Device;
        File.Delete(probe);
        return device;
    }

    /// <summary>The full path of a relative one.</summary>
    /// <exception cref="DataFolderException">It would leave the data root.</exception>
    public string Resolve(string relativePath)
    {
        var full = Path.GetFullPath(Path.Combine(Root, relativePath));
        return full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new DataFolderException($"La ruta «{relativePath}» sale de la carpeta de datos.");
    }

    /// <summary>Whether a file is where its row says: on disk, or in an archive that is there.</summary>
    public bool Exists(string relativePath) => ArchiveFolder.IsArchived(relativePath)
        ? LongTerm.HasArchive(relativePath)
        : FileStat.TryRead(Resolve(relativePath)) is not null;

    /// <summary>Whether it can be opened: for files that lie beside others and have no row.</summary>
    internal bool Holds(string relativePath) => ArchiveFolder.IsArchived(relativePath)
        ? LongTerm.Holds(relativePath)
        : FileStat.TryRead(Resolve(relativePath)) is { IsRegular: true };

    /// <summary>Copies an archived file, checked, to a place on the data volume that nobody watches; null: it is not there.</summary>
    /// <exception cref="ArchiveDamagedException">It is not what was put there.</exception>
    internal string? Extract(string archivedPath)
    {
        Directory.CreateDirectory(Upload);
        var place = Resolve(UploadPath(Guid.NewGuid()));
        return LongTerm.TryExtract(archivedPath, place) ? place : null;
    }

    /// <summary>A file to be read where it lies, or a checked copy of an archived one, which goes when it is disposed of.</summary>
    /// <exception cref="FileNotFoundException">There is no such file in an archive.</exception>
    /// <exception cref="ArchiveDamagedException">It is not what was put there.</exception>
    internal BorrowedFile Borrow(string relativePath) => ArchiveFolder.IsArchived(relativePath)
        ? new BorrowedFile(Extract(relativePath) ?? throw new FileNotFoundException(null, relativePath), IsCopy: true)
        : new BorrowedFile(Resolve(relativePath), IsCopy: false);

    /// <summary>
    /// Opens a file of one of the four folders for reading, or a checked copy of an archived one; null when no plain file is there. Links are not followed, neither
    /// the file's own nor those of folders on the way, so that whoever can write into a folder cannot show another place;
    /// the four folders themselves may be links that the installation made.
    /// </summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public FileStream? TryOpenRead(string relativePath)
    {
        if (ArchiveFolder.IsArchived(relativePath))
        {
            return Extract(relativePath) is { } copy
                ? new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose)
                : null;
        }

        var parts = relativePath.Split('/');
        if (parts.Length < 2 || parts.Any(p => p is "" or "." or "..")
            || !Enum.GetValues<FileLocation>().Any(l => Code(l) == parts[0]))
        {
            return null;
        }

        var folder = Path.Combine(Root, parts[0]);
        foreach (var part in parts[1..^1])
        {
            folder = Path.Combine(folder, part);
            if (FileStat.TryRead(folder) is not { IsFolder: true })
            {
                return null;
            }
        }

        var path = Path.Combine(folder, parts[^1]);
        try
        {
            return FileStat.TryRead(path) is { IsRegular: true }
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true)
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Moved in this very moment.
        }
    }

    public static string UploadPath(Guid upload) => $"{UploadName}/{upload:N}";

    public static string InputPath(string fileName) => $"input/{CheckName(fileName)}";

    /// <summary>A file's place while a run works on it; the id keeps two files of one name apart.</summary>
    public static string WorkPath(long runId, long fileId, string fileName) => string.Create(
        CultureInfo.InvariantCulture, $"work/{runId}/{FitName($"{fileId}_", CheckName(fileName), "")}");

    /// <summary>A place in <c>processed/</c> or <c>error/</c>: the business date's folder, and a mark when the name is taken.</summary>
    /// <param name="copy">0 for the name as it is; n puts <c>~n</c> before the extension.</param>
    public static string ArchivePath(FileLocation location, DateOnly date, string fileName, int copy) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Code(location)}/{date:yyyy-MM-dd}/{FitName("", CheckName(fileName), copy == 0 ? "" : $"~{copy}")}");

    /// <summary>The name that goes back to input: marks for a taken name are ours and do not count as part of it.</summary>
    public static string NameWithCopyMark(string fileName, int copy) =>
        FitName("", CheckName(fileName), copy == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"~{copy}"));

    /// <exception cref="DataFolderException">Not the name of a file in a folder.</exception>
    private static string CheckName(string fileName) =>
        fileName.Length > 0 && fileName is not ("." or "..") && fileName.AsSpan().IndexOfAny('/', '\0') < 0
            ? fileName
            : throw new DataFolderException($"«{fileName}» no es un nombre de archivo.");

    private static string FitName(string prefix, string name, string mark)
    {
        var extension = Path.GetExtension(name);
        var stem = Path.GetFileNameWithoutExtension(name);
        while (Encoding.UTF8.GetByteCount(prefix + stem + mark + extension) > MaxNameBytes)
        {
            if (stem.Length == 0)
            {
                extension = extension[..^1];
                continue;
            }

            stem = stem[..^(stem.Length > 1 && char.IsSurrogatePair(stem, stem.Length - 2) ? 2 : 1)];
        }

        return prefix + stem + mark + extension;
    }
}
