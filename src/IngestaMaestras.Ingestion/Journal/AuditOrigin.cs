namespace IngestaMaestras.Ingestion.Journal;

/// <summary>
/// By what means the user acts who is named in the audit rows that are written from here on: an API key, say. Nothing that
/// is left to a job takes it along.
/// </summary>
public static class AuditOrigin
{
    private static readonly AsyncLocal<object?> Origin = new();

    /// <summary>Added to the additional information of each row; null: nothing to be said.</summary>
    internal static object? Current => Origin.Value;

    /// <param name="origin">Written as JSON.</param>
    /// <returns>Ends it.</returns>
    public static IDisposable Begin(object origin)
    {
        Scope scope = new(Origin.Value);
        Origin.Value = origin;
        return scope;
    }

    private sealed class Scope(object? before) : IDisposable
    {
        public void Dispose() => Origin.Value = before;
    }
}
