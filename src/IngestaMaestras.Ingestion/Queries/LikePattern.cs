namespace IngestaMaestras.Ingestion.Queries;

/// <summary>What people type, as patterns of <c>LIKE</c> in which nothing has a meaning of its own.</summary>
internal static class LikePattern
{
    /// <summary>Null for no text.</summary>
    public static string? Containing(string? text) => text is null
        ? null
        : "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
