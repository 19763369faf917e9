namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>One file of a sample.</summary>
/// <param name="Name">The file's name, without folder.</param>
/// <param name="Model">The master whose rows it has; null for a file that belongs to no master.</param>
/// <param name="Date">The date in its name.</param>
/// <param name="Changes">How it differs from the sample without changes, one plan after the other.</param>
/// <param name="Reported">The plan that the manifest lists; null for none.</param>
/// <param name="ChangesFrom">The file that the listed changes are counted from; null for the sample without changes.</param>
internal sealed record FileSpec(
    string Name,
    MasterModel? Model,
    DateOnly Date,
    SampleVariant? Variant,
    IReadOnlyList<ChangePlan> Changes,
    ChangePlan? Reported = null,
    string? ChangesFrom = null);
