namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>A file and its history.</summary>
/// <param name="Runs">What runs did with it, latest first.</param>
/// <param name="Relatives">Its original, its repetitions, corrections and rejects files, latest first.</param>
/// <param name="IsCut">There are more of either than are given.</param>
/// <param name="RejectsPath">The file with its rejected lines that lies beside it; null when there is none.</param>
public sealed record FileDetail(
    FileItem File, IReadOnlyList<FileRunItem> Runs, IReadOnlyList<FileItem> Relatives, bool IsCut, string? RejectsPath);
