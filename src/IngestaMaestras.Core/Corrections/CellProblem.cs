namespace IngestaMaestras.Core.Corrections;

/// <summary>Why a text cannot be written into a line.</summary>
/// <param name="Cell">The field's place among those that are edited; null: the line as a whole.</param>
/// <param name="Message">One Spanish sentence.</param>
public sealed record CellProblem(int? Cell, string Message);
