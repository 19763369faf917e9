using System.ComponentModel.DataAnnotations;

namespace IngestaMaestras.Portal.Api;

/// <summary>A run that is asked for.</summary>
/// <param name="Date">The business date.</param>
/// <param name="Masters">Only these masters; without it, all.</param>
/// <param name="DryRun">Compares and counts; loads, moves and changes nothing, and makes no run.</param>
/// <param name="Force">Loads files that are identical to the last load, too.</param>
/// <param name="Rollback">Applies files of an older date than the last one loaded: for administrators, with a reason.</param>
/// <param name="Reason">Why; it is kept with the run and in the audit trail.</param>
public sealed record RunRequest(
    [property: Required] DateOnly? Date = null,
    IReadOnlyList<string>? Masters = null,
    bool DryRun = false,
    bool Force = false,
    bool Rollback = false,
    [property: MaxLength(ApiInput.MaxReason)] string? Reason = null);

/// <summary>Why something is asked for.</summary>
/// <param name="Reason">It is kept in the audit trail.</param>
public sealed record ReasonRequest([property: MaxLength(ApiInput.MaxReason)] string? Reason = null);
