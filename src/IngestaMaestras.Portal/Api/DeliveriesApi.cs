using System.ComponentModel;
using System.Security.Claims;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/deliveries</c>: how targets stand, delivering now, sending again.</summary>
internal static class DeliveriesApi
{
    private const int MaxKey = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/deliveries", ListAsync).Describes("Deliveries", "listDeliveries", "List deliveries", "How each master's changes stand at each target.")
            .Returns<DeliveryList>();
        api.MapPost("/deliveries", DeliverAsync).Needs(Permission.Act)
            .Describes("Deliveries", "deliver", "Deliver now", "Enqueues whatever is pending for a target, failed deliveries and those that wait for their next attempt included.")
            .Takes<DeliverRequest>().Returns<ActionResponse>(StatusCodes.Status202Accepted).CanBeRefused();
        api.MapPost("/deliveries/replay", ReplayAsync).Needs(Permission.Administer)
            .Describes(
                "Deliveries", "replayDeliveries", "Send again",
                "Sends changes to a target again. Without confirm it is a preview: nothing is done and no audit row is written.")
            .Takes<ReplayDeliveriesRequest>().Returns<ReplayResponse>().Returns<ReplayResponse>(StatusCodes.Status202Accepted).CanBeRefused();
    }

    private static async Task<IResult> ListAsync(
        DeliveryStatus status,
        Func<LayoutSet> layouts,
        DeliveryTargets targets,
        CancellationToken ct,
        [Description("Only this target.")] string? target = null,
        [Description("Only this master.")] string? master = null)
    {
        ApiInput input = new();
        var name = string.IsNullOrEmpty(target) ? null : input.Target(target, targets);
        var maestra = input.Master(nameof(master), master, layouts());
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        var known = (await status.ListTargetsAsync(ct)).Where(t => name is null || t.Target == name);
        var items = await status.ListAsync(name, maestra, ct);
        return TypedResults.Ok(new DeliveryList([.. known.Select(TargetView.Of)], [.. items.Select(DeliveryView.Of)]));
    }

    private static async Task<IResult> DeliverAsync(
        DeliverRequest request, ClaimsPrincipal user, TargetOperations operations, DeliveryTargets targets, Func<LayoutSet> layouts, CancellationToken ct)
    {
        ApiInput input = new();
        var target = input.Target(request.Target, targets);
        var maestra = input.Master("master", request.Master, layouts());
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        var result = await operations.DeliverNowAsync(target!, maestra, PortalPage.NameOf(user), ct);
        return result.Done ? TypedResults.Accepted((string?)null, ActionResponse.Of(result)) : ApiProblem.Refused(result.Message);
    }

    private static async Task<IResult> ReplayAsync(
        ReplayDeliveriesRequest request, ClaimsPrincipal user, ReplayOperations operations, DeliveryTargets targets, Func<LayoutSet> layouts,
        HubDatabase hub, CancellationToken ct)
    {
        ApiInput input = new();
        ReplayRequest replay = new(
            input.Target(request.Target, targets) ?? "", input.Master("master", request.Master, layouts()), request.FromVersion, request.RunId,
            request.Since, input.Text("key", request.Key, MaxKey));
        var reason = input.Reason(request.Reason);
        if (request.FromVersion < 0)
        {
            input.Add("fromVersion", T("Api.BadId"));
        }

        if (new object?[] { replay.FromVersion, replay.RunId, replay.Since, replay.Key }.Count(v => v is not null) > 1)
        {
            input.Add("body", T("Api.OneOfReplay"));
        }

        if (!input.IsValid)
        {
            return input.Refuse();
        }

        if (replay.RunId is { } run && !await RunsApi.ExistsAsync(hub, run, ct))
        {
            return ApiProblem.Refused(T("Api.UnknownRun", run));
        }

        try
        {
            return request.Confirm
                ? TypedResults.Accepted((string?)null, ReplayResponse.Of(true, await operations.ExecuteAsync(replay, PortalPage.NameOf(user), reason, ct)))
                : TypedResults.Ok(ReplayResponse.Of(false, await operations.PreviewAsync(replay, ct)));
        }
        catch (Exception e) when (e is OperationRefusedException or DeliveryException)
        {
            return ApiProblem.Refused(e.Message);
        }
    }
}
