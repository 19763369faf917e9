using IngestaMaestras.Ingestion.Queries.Files;

namespace IngestaMaestras.Ingestion.Queries.Traces;

/// <summary>A file with everything that happened to it, in order.</summary>
/// <param name="IsThere">A file is where the database says that it is.</param>
/// <param name="IsSame">What is there has the contents that were loaded; null: there is nothing to compare.</param>
/// <param name="IsCut">There are more events than are given.</param>
public sealed record TracedFile(FileItem File, bool IsThere, bool? IsSame, IReadOnlyList<TraceEvent> Events, bool IsCut);
