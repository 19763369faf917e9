using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/dates</c>: how business dates stand, and running them again.</summary>
internal static class DatesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dates", ListAsync)
            .Describes("Dates", "listDates", "List business dates", "How each date and each of its masters stands: the latest outcome of each file counts, whichever run gave it.")
            .Returns<DateList>();
        api.MapPost("/dates/rerun", RerunAsync).Needs(Permission.Act)
            .Describes(
                "Dates", "rerunDates", "Run dates again",
                "Runs what failed, what waits, or every file of a range of dates again, one date after another. Without confirm it is a preview: nothing is done and no audit row is written.")
            .Takes<RerunRequest>().Returns<RerunResponse>().Returns<RerunResponse>(StatusCodes.Status202Accepted).CanBeRefused();
    }

    private static async Task<IResult> RerunAsync(
        RerunRequest request, ClaimsPrincipal user, BulkOperations operations, Func<LayoutSet> layouts, CancellationToken ct)
    {
        ApiInput input = new();
        if (request.From is null)
        {
            input.Add("from", T("Api.Needed"));
        }

        if (request.Masters is { Count: 0 })
        {
            input.Add("masters", T("Api.EmptyList"));
        }

        var current = layouts();
        List<string>? masters = request.Masters is null ? null : [.. request.Masters.Select(m => input.Master("masters", m ?? "?", current)).OfType<string>()];
        var which = input.Code("which", request.Which, ["failed", "missing", "all"]) ?? "failed";
        var reason = input.Reason(request.Reason);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        if (request.Rollback && !user.May(Permission.Administer))
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, T("Api.RollbackNeedsAdministrator"));
        }

        DatesParameters parameters = new()
        {
            From = request.From!.Value,
            To = request.To ?? request.From.Value,
            Which = Enum.Parse<DateSelection>(which, ignoreCase: true),
            Maestras = masters,
            Force = request.Force,
            Rollback = request.Rollback,
        };
        try
        {
            if (!request.Confirm)
            {
                return TypedResults.Ok(new RerunResponse(null, Items(await operations.PreviewAsync(OperationKinds.RerunDates, parameters, ct))));
            }

            var started = await operations.StartAsync(OperationKinds.RerunDates, parameters, null, PortalPage.NameOf(user), reason, ct);
            return TypedResults.Accepted((string?)null, new RerunResponse(started.OperationId, Items(started.Plan)));
        }
        catch (OperationRefusedException e)
        {
            return ApiProblem.Refused(e.Message);
        }
    }

    private static IReadOnlyList<RerunItem> Items(OperationPlan plan) =>
        [.. plan.Items.Select(i => new RerunItem(i.Date, i.Maestra, i.FileId, i.Label, i.IsSkipped, i.Action))];

    private static async Task<IResult> ListAsync(
        DateOutcomes dates,
        CancellationToken ct,
        [Description("First business date."), Shape(Shape.Date)] string? from = null,
        [Description("Last business date."), Shape(Shape.Date)] string? to = null,
        [Description("Where the page begins: next of the page before.")] string? after = null,
        [Description("Items of a page."), Shape(Shape.Limit)] string? limit = null)
    {
        ApiInput input = new();
        var first = input.Date(nameof(from), from);
        var last = input.Date(nameof(to), to);
        var place = input.Date(nameof(after), after);
        var size = input.Limit(limit);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        // The list is read from a date that it does not hold itself.
        var before = place ?? (last is { } day && day < DateOnly.MaxValue ? day.AddDays(1) : null);
        var page = await dates.ListAsync(before, size, ct);
        var shown = page.Items.TakeWhile(d => first is null || d.Date >= first).ToList();
        return TypedResults.Ok(new DateList([.. shown.Select(DateView.Of)], shown.Count < page.Items.Count ? null : NextOf(page.Next)));
    }

    private static string? NextOf(string? next) =>
        next is null ? null : DateOnly.Parse(next, CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
