using IngestaMaestras.Core.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Revisión mensual: settings, layouts, versions and the rest, each with what the program knows, a tick and a note.</summary>
[Requires(Permission.Act)]
public sealed class ReviewModel(IServiceProvider services, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    private const int MaxReviews = 36;

    public IReadOnlyList<Review> History { get; private set; } = [];

    /// <summary>By point.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facts { get; private set; } = new Dictionary<string, IReadOnlyList<string>>();

    public DateOnly Month => new(Today.Year, Today.Month, 1);

    /// <summary>What was said of a point in this month already.</summary>
    public ReviewItem? Said(string point) => ThisMonth?.Items.FirstOrDefault(i => i.Item == point);

    public Review? ThisMonth => History.FirstOrDefault(r => r.Month == Month);

    private DateOnly Today => calendar.LocalDate(time.GetUtcNow());

    public async Task OnGetAsync(CancellationToken ct)
    {
        History = await services.GetRequiredService<Reviews>().ListAsync(MaxReviews, ct);
        var reader = services.GetRequiredService<ReviewFactReader>();
        // What was saved in this month is the same review: what changed is told since the one before.
        Facts = await reader.DescribeAsync(await reader.ReadAsync(ct), History.FirstOrDefault(r => r.Month < Month)?.Facts, ct);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "hecho")] string[] done, CancellationToken ct)
    {
        List<ReviewItem> items =
            [.. Reviews.Points.Select(p => new ReviewItem(p, done.Contains(p), Blank(Request.Form[$"nota-{p}"])))];
        var facts = await services.GetRequiredService<ReviewFactReader>().ReadAsync(ct);
        return Back(await services.GetRequiredService<Reviews>().SaveAsync(Today, items, facts, UserName, ct), "/mantenimiento/revision");
    }
}
