using System.Globalization;
using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>Looks at the data folders for pages; changes nothing.</summary>
public sealed class FolderReader(DataFolders folders)
{
    /// <summary>Fills in what the disk says of files that have a row.</summary>
    public void Stat(IEnumerable<FileItem> files)
    {
        foreach (var file in files)
        {
            if (ArchiveFolder.IsArchived(file.Path))
            {
                // As it was when it was put there; nobody can have edited it since.
                file.Size = folders.LongTerm.HasArchive(file.Path) ? file.SizeBytes : null;
                continue;
            }

            var stat = FileStat.TryRead(folders.Resolve(file.Path));
            file.Size = stat?.Size;
            file.ModifiedAt = stat?.ModifiedAt;
        }
    }

    /// <summary>
    /// Files of a folder and of its folders of dates (or of runs) from <paramref name="from"/> to <paramref name="to"/>,
    /// newest first, up to a limit. Temporary and hidden names are left out.
    /// </summary>
    public IReadOnlyList<FileItem> List(FileLocation location, DateOnly from, DateOnly to, int limit)
    {
        var top = Path.Combine(folders.Root, DataFolders.Code(location));
        var places = Directory.EnumerateDirectories(top)
            .Where(d => IsWithin(Path.GetFileName(d), from, to))
            .OrderByDescending(d => d, StringComparer.Ordinal)
            .Prepend(top);
        return
        [
            .. places.SelectMany(p => Directory.EnumerateFiles(p))
                .Where(p => Path.GetFileName(p)[0] != '.')
                .Take(limit)
                .Select(Describe)
                .OfType<FileItem>(),
        ];
    }

    /// <summary>A folder that is not a date's belongs to every period: a run's, or one that somebody made.</summary>
    private static bool IsWithin(string name, DateOnly from, DateOnly to) => DateOf(name) is not { } date || (date >= from && date <= to);

    private static DateOnly? DateOf(string? folder) =>
        DateOnly.TryParseExact(folder, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private FileItem? Describe(string path) => FileStat.TryRead(path) is { IsRegular: true } stat
        ? new FileItem
        {
            FileName = Path.GetFileName(path),
            FechaProceso = DateOf(Path.GetFileName(Path.GetDirectoryName(path))),
            Path = Path.GetRelativePath(folders.Root, path).Replace(Path.DirectorySeparatorChar, '/'),
            Size = stat.Size,
            ModifiedAt = stat.ModifiedAt,
        }
        : null;
}
