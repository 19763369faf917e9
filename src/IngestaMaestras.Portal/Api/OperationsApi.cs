using System.ComponentModel;
using System.Security.Claims;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/operations</c>: following and stopping what was asked for in one go.</summary>
internal static class OperationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/operations/{id:long}", FindAsync)
            .Describes("Operations", "getOperation", "Get an operation", "How far it has come, item by item.").Returns<OperationView>().CanBeMissing();
        api.MapPost("/operations/{id:long}/cancel", CancelAsync).Needs(Permission.Act)
            .Describes("Operations", "cancelOperation", "Stop an operation", "What has not begun will not be done; what is under way ends.")
            .Returns<ActionResponse>(StatusCodes.Status202Accepted).CanBeMissing().CanBeRefused();
    }

    private static async Task<IResult> FindAsync([Description("Number of the operation.")] long id, OperationStore store, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } operation
            ? TypedResults.Ok(OperationView.Of(operation, await store.ListItemsAsync(id, ct)))
            : ApiProblem.Missing(T("Operations.Unknown", id));

    private static async Task<IResult> CancelAsync(
        [Description("Number of the operation.")] long id, ClaimsPrincipal user, OperationStore store, BulkOperations operations, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is null)
        {
            return ApiProblem.Missing(T("Operations.Unknown", id));
        }

        var result = await operations.CancelAsync(id, PortalPage.NameOf(user), ct);
        return result.Done ? TypedResults.Accepted((string?)null, ActionResponse.Of(result)) : ApiProblem.Refused(result.Message);
    }
}
