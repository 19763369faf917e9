using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Corrections;

/// <summary>How a line stands up to its layout.</summary>
/// <param name="Errors">Why it is rejected, a key that an earlier line has included; empty: it is accepted.</param>
/// <param name="Key">Text of its key; null when it is rejected.</param>
/// <param name="References">The texts of the fields that refer to another master, by the field's name; blank ones are left out.</param>
public sealed record LineVerdict(
    int Number,
    IReadOnlyList<RecordError> Errors,
    IReadOnlyList<RecordError> Warnings,
    string? Key,
    IReadOnlyDictionary<string, string> References)
{
    public bool IsAccepted => Errors.Count == 0;
}
