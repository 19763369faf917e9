using System.ComponentModel.DataAnnotations;
using IngestaMaestras.Ingestion.Operations;

namespace IngestaMaestras.Portal.Api;

/// <summary>What is to be delivered now.</summary>
/// <param name="Target">The target.</param>
/// <param name="Master">Only this master; without it, all.</param>
public sealed record DeliverRequest([property: Required] string? Target = null, string? Master = null);

/// <summary>What is to be sent again. At most one of fromVersion, runId, since and key; without any, everything.</summary>
/// <param name="Target">The target.</param>
/// <param name="Master">Only this master; without it, all.</param>
/// <param name="FromVersion">Changes above this version.</param>
/// <param name="RunId">From the first change of this run on.</param>
/// <param name="Since">From the first change of this business date on.</param>
/// <param name="Key">This key alone; it gets a new version, which every target is sent.</param>
/// <param name="Confirm">False: nothing is done, the answer counts what would be sent.</param>
/// <param name="Reason">Why; it is kept in the audit trail.</param>
public sealed record ReplayDeliveriesRequest(
    [property: Required] string? Target = null,
    string? Master = null,
    long? FromVersion = null,
    long? RunId = null,
    DateOnly? Since = null,
    string? Key = null,
    bool Confirm = false,
    [property: MaxLength(ApiInput.MaxReason)] string? Reason = null);

/// <summary>What a replay sends, or would send.</summary>
/// <param name="Done">False: this is a preview.</param>
/// <param name="Rows">Rows of all masters.</param>
/// <param name="Masters">Rows of each.</param>
public sealed record ReplayResponse(bool Done, long Rows, IReadOnlyList<ReplayMaster> Masters)
{
    internal static ReplayResponse Of(bool done, IReadOnlyList<ReplayPlan> plans) => new(
        done, plans.Sum(p => p.Rows), [.. plans.Select(p => new ReplayMaster(p.Maestra, p.FromVersion, p.Rows))]);
}

/// <summary>What a replay sends of one master.</summary>
/// <param name="Master">The master.</param>
/// <param name="FromVersion">Changes above this version.</param>
/// <param name="Rows">How many there are.</param>
public sealed record ReplayMaster(string Master, long FromVersion, long Rows);
