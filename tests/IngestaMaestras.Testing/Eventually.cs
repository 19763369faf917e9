using System.Runtime.CompilerServices;

namespace IngestaMaestras.Testing;

/// <summary>Waits for something that another thread, process or machine brings about.</summary>
public static class Eventually
{
    /// <summary>Generous, since only failing tests wait for it.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">It was not true in time; the message says what was awaited.</exception>
    public static Task TrueAsync(
        Func<bool> condition, TimeSpan? timeout = null,
        [CallerArgumentExpression(nameof(condition))] string message = "") =>
        TrueAsync(() => Task.FromResult(condition()), timeout, message);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static async Task TrueAsync(
        Func<Task<bool>> condition, TimeSpan? timeout = null,
        [CallerArgumentExpression(nameof(condition))] string message = "")
    {
        TimeSpan limit = timeout ?? DefaultTimeout;
        long start = Environment.TickCount64;
        while (!await condition())
        {
            if (Environment.TickCount64 - start > limit.TotalMilliseconds)
                throw new TimeoutException($"Not true within {limit.TotalSeconds:0.#} s: {message}");
            await Task.Delay(AskEvery);
        }
    }
}
