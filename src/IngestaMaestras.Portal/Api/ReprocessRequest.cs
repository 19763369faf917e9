using System.ComponentModel.DataAnnotations;

namespace IngestaMaestras.Portal.Api;

/// <summary>Files that are to be run again.</summary>
/// <param name="FileIds">Their numbers, as GET /api/v1/files and the files of a run give them.</param>
/// <param name="Reason">Why; it is kept with the run and in the audit trail.</param>
public sealed record ReprocessRequest(
    [property: Required, MinLength(1), MaxLength(FilesApi.MaxFiles)] IReadOnlyList<long>? FileIds = null,
    [property: MaxLength(ApiInput.MaxReason)] string? Reason = null);

/// <summary>What came of each part.</summary>
/// <param name="Results">One for each run that was made, and one for each file that could not be taken.</param>
public sealed record ReprocessResponse(IReadOnlyList<ActionResponse> Results);
