namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>A line of a preview.</summary>
/// <param name="Number">From 1; null when nobody knows how many lines come before.</param>
/// <param name="Text">Decoded, without its terminator.</param>
/// <param name="IsClipped">It goes on beyond what is shown.</param>
/// <param name="IsContinuation">It began before this page.</param>
public sealed record PreviewLine(long? Number, string Text, bool IsClipped, bool IsContinuation);
