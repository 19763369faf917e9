namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A row that the hub must have after a file was loaded.</summary>
/// <param name="Line">The line it comes from, from 1.</param>
/// <param name="Key">The key's text.</param>
/// <param name="Values">
/// One per column of the layout, constants included: string, long, decimal, bool, <see cref="DateOnly"/> or null.
/// </param>
/// <param name="Json">The record as a JSON object, as <c>ingesta parse</c> prints it.</param>
public sealed record ExpectedRow(long Line, string Key, IReadOnlyList<object?> Values, string Json);
