using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>The layout to look at a file with.</summary>
/// <param name="IsAsRead">It is the one that the file was read with; otherwise the one in force now.</param>
public sealed record FileLayout(Layout Layout, bool IsAsRead);
