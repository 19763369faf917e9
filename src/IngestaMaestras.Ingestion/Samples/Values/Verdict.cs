namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>What a reader has to say about a text in a column.</summary>
/// <param name="Errors">Error types that reject the record.</param>
/// <param name="Warnings">Error types that are only reported.</param>
/// <param name="Cell">The text with its value.</param>
internal sealed record Verdict(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings, Cell Cell)
{
    public bool IsClean => Errors.Count == 0 && Warnings.Count == 0;

    /// <summary>This finding and no other.</summary>
    public bool IsOnly(string errorType, bool isWarning) => isWarning
        ? Errors.Count == 0 && Warnings is [var warning] && warning == errorType
        : Warnings.Count == 0 && Errors is [var error] && error == errorType;
}
