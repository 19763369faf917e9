using System.ComponentModel.DataAnnotations;

namespace IngestaMaestras.Portal.Api;

/// <summary>What of which dates is to be run again.</summary>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date; without it, the first.</param>
/// <param name="Which">failed: files that failed; missing: what waits or did not come; all: every file.</param>
/// <param name="Masters">Only these masters; without it, all.</param>
/// <param name="Force">Loads files that are identical to the last load, too.</param>
/// <param name="Rollback">Applies files of an older date than the last one loaded: for administrators.</param>
/// <param name="Confirm">False: nothing is done, the answer tells what would be.</param>
/// <param name="Reason">Why; needed for all files and for a rollback.</param>
public sealed record RerunRequest(
    [property: Required] DateOnly? From = null,
    DateOnly? To = null,
    [property: OneOf("failed", "missing", "all")] string? Which = null,
    IReadOnlyList<string>? Masters = null,
    bool Force = false,
    bool Rollback = false,
    bool Confirm = false,
    [property: MaxLength(ApiInput.MaxReason)] string? Reason = null);

/// <summary>What is run again, or would be.</summary>
/// <param name="OperationId">Null: this is a preview; otherwise follow it with GET /api/v1/operations/{id}.</param>
/// <param name="Items">In the order in which they are done.</param>
public sealed record RerunResponse(long? OperationId, IReadOnlyList<RerunItem> Items);

/// <summary>One file of one date.</summary>
/// <param name="Date">The business date.</param>
/// <param name="Master">Null: no layout knows the name, or it is about the whole date.</param>
/// <param name="FileId">Null: there is no file.</param>
/// <param name="Label">The file's name, or what did not come.</param>
/// <param name="IsSkipped">Nothing is done about it.</param>
/// <param name="Action">What is done, or why nothing, in Spanish.</param>
public sealed record RerunItem(DateOnly? Date, string? Master, long? FileId, string Label, bool IsSkipped, string Action);
