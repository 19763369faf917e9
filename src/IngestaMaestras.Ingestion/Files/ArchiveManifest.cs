namespace IngestaMaestras.Ingestion.Files;

/// <summary>What an archive holds, kept in it: enough to find and check every file without any database.</summary>
public sealed record ArchiveManifest(DateOnly Month, IReadOnlyList<ArchivedFile> Files)
{
    /// <summary>The entry that holds it.</summary>
    public const string EntryName = "manifest.json";
}

/// <summary>One file of an archive.</summary>
/// <param name="Entry">Its name in the archive: its path in <c>processed/</c>.</param>
/// <param name="FileId">Null: rejected lines, which lay beside the file that they come from.</param>
public sealed record ArchivedFile(string Entry, long? FileId, long SizeBytes, string Sha256);
