namespace IngestaMaestras.Core.Corrections;

/// <summary>What somebody wants of a line.</summary>
/// <param name="Cells">New texts by the field's place among those that are edited; what is not named stays.</param>
/// <param name="Whole">The new line as a whole; null: it stays.</param>
/// <param name="IsRemoved">The line is taken out.</param>
public sealed record LineEdit(IReadOnlyDictionary<int, string> Cells, string? Whole, bool IsRemoved)
{
    public static LineEdit Removal { get; } = new(new Dictionary<int, string>(), null, true);
}
