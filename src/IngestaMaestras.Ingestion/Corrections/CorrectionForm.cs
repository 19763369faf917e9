namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>What the page was made from that a correction comes from.</summary>
/// <param name="Sha256">Of the file.</param>
/// <param name="Size">Of the file, in bytes.</param>
/// <param name="LastRelative">The newest file with the same original.</param>
/// <param name="LineHashes">What the lines were that could be seen, as <see cref="CorrectionOperations.HashOf"/> says.</param>
/// <param name="AllowsErrors">Lines that are still wrong are to be saved, too.</param>
public sealed record CorrectionForm(
    string Sha256, long Size, long LastRelative, IReadOnlyDictionary<int, string> LineHashes, bool AllowsErrors);
