using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/runs</c>: start runs, follow them, retry and cancel.</summary>
internal static class RunsApi
{
    private static readonly IReadOnlyList<string> Statuses = ApiCodes.All(typeof(RunStatus));
    private static readonly IReadOnlyList<string> Triggers = ApiCodes.All(typeof(RunTrigger));

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs", ListAsync).Describes("Runs", "listRuns", "List runs", "Latest business date first, page by page.").Returns<RunPage>();
        api.MapGet("/runs/{id:long}", FindAsync)
            .Describes("Runs", "getRun", "Get a run", "With its files, their counts and deliveries. Ask again every few seconds to follow a run to its end.")
            .Returns<RunView>().CanBeMissing();
        api.MapPost("/runs", StartAsync).Needs(Permission.Act)
            .Describes(
                "Runs", "startRun", "Start a run",
                "Creates and enqueues a run; runs execute one at a time, in order of business date. With dryRun nothing is run: the answer says what would happen.")
            .Takes<RunRequest>().Returns<DryRunView>().Returns<ActionResponse>(StatusCodes.Status202Accepted).CanBeRefused();
        api.MapPost("/runs/{id:long}/retry", RetryAsync).Needs(Permission.Act)
            .Describes("Runs", "retryRun", "Retry a run", "Resumes the failed files of the run, in the same run, from their first incomplete step.")
            .Returns<ActionResponse>(StatusCodes.Status202Accepted).CanBeMissing().CanBeRefused();
        api.MapPost("/runs/{id:long}/cancel", CancelAsync).Needs(Permission.Act)
            .Describes("Runs", "cancelRun", "Cancel a run", "Stops it at the next batch boundary: files that are not merged go back to input, merged ones are finished.")
            .Takes<ReasonRequest>(isOptional: true).Returns<ActionResponse>(StatusCodes.Status202Accepted).CanBeMissing().CanBeRefused();
    }

    private static async Task<IResult> ListAsync(
        RunQueries runs,
        CancellationToken ct,
        [Description("First business date."), Shape(Shape.Date)] string? from = null,
        [Description("Last business date."), Shape(Shape.Date)] string? to = null,
        [Description("Only runs in this state."), OneOf(typeof(RunStatus))] string? status = null,
        [Description("Only runs that this created."), OneOf(typeof(RunTrigger))] string? trigger = null,
        [Description("Only runs that took a file of this master.")] string? master = null,
        [Description("Only runs that this account asked for.")] string? requestedBy = null,
        [Description("Where the page begins: next of the page before.")] string? after = null,
        [Description("Items of a page."), Shape(Shape.Limit)] string? limit = null)
    {
        ApiInput input = new();
        RunFilter filter = new(
            input.Date(nameof(from), from), input.Date(nameof(to), to), input.Code(nameof(status), status, Statuses),
            input.Code(nameof(trigger), trigger, Triggers), input.Text(nameof(master), master)?.ToUpperInvariant(), input.Text(nameof(requestedBy), requestedBy));
        var place = input.After(after, RunCursor.TryParse);
        var size = input.Limit(limit);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        var page = await runs.ListAsync(filter, RunOrder.BusinessDate, place, size, ct);
        return TypedResults.Ok(new RunPage([.. page.Items.Select(RunSummary.Of)], page.Next));
    }

    private static async Task<IResult> FindAsync([Description("Number of the run.")] long id, RunQueries runs, CancellationToken ct) =>
        await runs.FindAsync(id, ct) is { } run ? TypedResults.Ok(RunView.Of(run)) : Missing(id);

    private static async Task<IResult> StartAsync(
        RunRequest request, ClaimsPrincipal user, RunOperations operations, DryRunner dryRunner, Func<LayoutSet> layouts, CancellationToken ct)
    {
        ApiInput input = new();
        if (request.Date is null)
        {
            input.Add("date", T("Api.Needed"));
        }
        else if (request.Date == DateOnly.MinValue || request.Date == DateOnly.MaxValue)
        {
            // The database takes these for no date at all.
            input.Add("date", T("Api.BadDate"));
        }

        // No masters at all would be all of them: whoever sends an empty list means something else.
        if (request.Masters is { Count: 0 })
        {
            input.Add("masters", T("Api.EmptyList"));
        }

        var current = layouts();
        List<string>? masters = request.Masters is null
            ? null
            : [.. request.Masters.Select(m => input.Master("masters", m ?? "?", current)).OfType<string>().Distinct(StringComparer.Ordinal)];
        var reason = input.Reason(request.Reason);
        if (request.Rollback && reason is null)
        {
            input.Add("reason", T("Api.Needed"));
        }

        if (!input.IsValid)
        {
            return input.Refuse();
        }

        if (request.Rollback && !user.May(Permission.Administer))
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, T("Api.RollbackNeedsAdministrator"));
        }

        RunParameters parameters = new() { Maestras = masters, Force = request.Force, Rollback = request.Rollback };
        var name = PortalPage.NameOf(user);
        if (request.DryRun)
        {
            return TypedResults.Ok(DryRunView.Of(await dryRunner.ExecuteAsync(request.Date!.Value, parameters, name, ct)));
        }

        return Accepted(await operations.StartOnceAsync(request.Date!.Value, RunTrigger.Api, parameters, name, reason, ct));
    }

    private static async Task<IResult> RetryAsync(
        [Description("Number of the run.")] long id, ClaimsPrincipal user, RunOperations operations, HubDatabase hub, CancellationToken ct) =>
        await ExistsAsync(hub, id, ct) ? Accepted(await operations.RetryAsync(id, PortalPage.NameOf(user), ct)) : Missing(id);

    private static async Task<IResult> CancelAsync(
        [Description("Number of the run.")] long id, ReasonRequest? request, ClaimsPrincipal user, RunOperations operations, HubDatabase hub,
        CancellationToken ct)
    {
        ApiInput input = new();
        var reason = input.Reason(request?.Reason);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        return await ExistsAsync(hub, id, ct) ? Accepted(await operations.CancelAsync(id, PortalPage.NameOf(user), reason, ct)) : Missing(id);
    }

    internal static async Task<bool> ExistsAsync(HubDatabase hub, long id, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await RunStore.ReadAsync(connection, id, forUpdate: false, ct) is not null;
    }

    private static IResult Missing(long id) => ApiProblem.Missing(T("Api.UnknownRun", id));

    private static IResult Accepted(OperationResult result) => result.Done
        ? TypedResults.Accepted(
            string.Create(CultureInfo.InvariantCulture, $"{ApiSetup.Path}/runs/{result.RunId}"), ActionResponse.Of(result))
        : ApiProblem.Refused(result.Message);
}
