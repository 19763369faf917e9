using System.Threading.RateLimiting;

namespace IngestaMaestras.Portal.Access;

/// <summary>
/// Counts keys that were refused, by address. Good keys are never counted nor hindered: a program with an old key must
/// not stop its neighbours, and keys are beyond guessing anyway.
/// </summary>
internal sealed class ApiKeyFailures(AccessOptions options) : IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly object Key = new();

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = Window }));

    /// <returns>False when they are too many.</returns>
    public bool Count(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        context.Items[Key] = !lease.IsAcquired;
        return lease.IsAcquired;
    }

    /// <summary>Whether the key of this request was one too many.</summary>
    public static bool IsTooMany(HttpContext context) => context.Items[Key] is true;

    public void Dispose() => _limiter.Dispose();
}
