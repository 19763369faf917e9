using IngestaMaestras.Portal.Pages.Runs;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Where the times of a run are drawn.</summary>
public sealed class TimeAxisTests
{
    private static readonly DateTime Start = new(2024, 5, 14, 7, 0, 0, DateTimeKind.Utc);
    private readonly TimeAxis _axis = new(Start, Start.AddSeconds(10));

    [Fact]
    public void The_usual_time_is_drawn_where_it_fits_and_not_as_if_it_ended_with_the_run()
    {
        Assert.Equal(("200", "300"), _axis.PlaceUsual(Start.AddSeconds(2), TimeSpan.FromSeconds(3)));
        Assert.Null(_axis.PlaceUsual(Start.AddSeconds(9.9), TimeSpan.FromMinutes(3)));
        Assert.Null(_axis.PlaceUsual(Start.AddSeconds(9.9), TimeSpan.FromSeconds(0.2)));
        Assert.Null(_axis.PlaceUsual(null, TimeSpan.FromSeconds(1)));
        Assert.Null(_axis.PlaceUsual(Start, null));
    }

    [Fact]
    public void What_took_no_time_at_the_end_can_still_be_seen()
    {
        Assert.Equal(("997", "3"), _axis.Place(Start.AddSeconds(10), Start.AddSeconds(10)));
        Assert.Null(_axis.Place(Start.AddSeconds(11), null));
    }
}
