namespace IngestaMaestras.Ingestion.Tests.Samples;

/// <summary>A line that was read.</summary>
/// <param name="Key">Null when it could not be read.</param>
/// <param name="Json">The record, if the line was accepted.</param>
internal sealed record LoadedLine(
    long Number,
    string? Key,
    string Json,
    IReadOnlyList<string?> Values,
    List<(string Type, string? Field)> Errors,
    List<(string Type, string? Field)> Warnings);
