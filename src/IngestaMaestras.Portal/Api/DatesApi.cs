using System.ComponentModel;
using System.Globalization;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/dates</c>: how business dates stand.</summary>
internal static class DatesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dates", ListAsync)
            .Describes("Dates", "listDates", "List business dates", "How each date and each of its masters stands: the latest outcome of each file counts, whichever run gave it.")
            .Returns<DateList>();
    }

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
