namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>Why a file cannot be corrected.</summary>
public enum CorrectionRefusal
{
    /// <summary>There is no such file.</summary>
    Unknown,

    /// <summary>It is not where its row says.</summary>
    Gone,

    /// <summary>A run has it, or will.</summary>
    Busy,

    /// <summary>It is too large for a page, or no layout knows it.</summary>
    Unsuitable,
}

/// <summary>A file to correct, or why it cannot be.</summary>
/// <param name="Sentence">In Spanish; empty when there is a source.</param>
public sealed record CorrectionOpening(CorrectionSource? Source, CorrectionRefusal? Refusal, string Sentence)
{
    internal static CorrectionOpening Refuse(CorrectionRefusal refusal, string message, params object?[] values) =>
        new(null, refusal, CorrectionMessages.Format(message, values));
}
