namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>What a correction did to a line, for the audit trail.</summary>
/// <param name="Line">Its number in the file that was corrected.</param>
/// <param name="After">Null: the line was taken out.</param>
public sealed record LineChange(int Line, string Before, string? After);
