using IngestaMaestras.Portal.Hosting.Health;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/health</c>: every dependency.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/health", ReadAsync)
        .Describes("Health", "getHealth", "Get health", "Every dependency as it answered within the last seconds; 200 whether or not they are well.")
        .Returns<HealthView>();

    private static async Task<IResult> ReadAsync(HealthMonitor monitor, CancellationToken ct) =>
        await monitor.GetAsync(MaxAge, Patience, ct) is { } snapshot
            ? TypedResults.Ok(HealthView.Of(snapshot))
            : ApiProblem.Of(StatusCodes.Status503ServiceUnavailable);
}
