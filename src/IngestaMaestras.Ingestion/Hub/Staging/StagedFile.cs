namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>What staging a file gave; kept with the step, so that a successor can go on from it.</summary>
/// <param name="Sha256">Of the bytes staged, lower-case hexadecimal.</param>
/// <param name="SizeBytes">Bytes staged.</param>
/// <param name="LayoutHash">Fingerprint of the layout that cut them.</param>
/// <param name="Attempt">The attempt whose staging tables hold the rows; 0 when nothing was staged because the bytes and
/// the layout are those of the last load.</param>
/// <param name="Read">Lines read, header apart: accepted plus rejected.</param>
/// <param name="Accepted">Rows in the table of records.</param>
/// <param name="Rejected">Lines rejected while reading.</param>
/// <param name="FindingRows">Rows in the table of findings: rejected lines and lines with warnings.</param>
/// <param name="UnreadableKeys">Rejected lines whose key could not be read.</param>
/// <param name="Warnings">Findings of severity aviso.</param>
/// <param name="FindingsByType">How many errors and warnings of each type.</param>
public sealed record StagedFile(
    string Sha256,
    long SizeBytes,
    string LayoutHash,
    int Attempt,
    long Read,
    long Accepted,
    long Rejected,
    long FindingRows,
    long UnreadableKeys,
    long Warnings,
    IReadOnlyDictionary<string, long> FindingsByType)
{
    public bool WasSkipped => Attempt == 0;

    /// <summary>A file whose bytes and layout are those of the last load: the merge decides, and may ask to stage after all.</summary>
    public static StagedFile Skipped(string sha256, long sizeBytes, string layoutHash) =>
        new(sha256, sizeBytes, layoutHash, 0, 0, 0, 0, 0, 0, 0, new Dictionary<string, long>());
}
