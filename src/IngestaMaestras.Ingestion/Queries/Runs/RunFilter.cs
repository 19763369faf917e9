namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Which runs a list shows; null: whatever it is.</summary>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date.</param>
/// <param name="Status">A run state's code.</param>
/// <param name="Trigger">A trigger's code.</param>
/// <param name="Maestra">Runs that took a file of this master.</param>
/// <param name="RequestedBy">Who asked for it, exactly.</param>
public sealed record RunFilter(
    DateOnly? From, DateOnly? To, string? Status, string? Trigger, string? Maestra = null, string? RequestedBy = null);
