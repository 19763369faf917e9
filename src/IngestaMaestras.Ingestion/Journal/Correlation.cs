namespace IngestaMaestras.Ingestion.Journal;

/// <summary>
/// One id for a click and everything that comes of it, however many jobs, processes and minutes later: log events and audit
/// rows carry it, runs and wide actions remember it, and the queue's jobs take it along.
/// </summary>
public static class Correlation
{
    /// <summary>Its name as a property of log events, and as a parameter of jobs.</summary>
    public const string Name = "Correlation";

    private static readonly AsyncLocal<string?> Id = new();

    /// <summary>Null: what happens now comes from nothing that has an id.</summary>
    public static string? Current => Id.Value;

    /// <param name="id">Null: from here on, none.</param>
    /// <returns>Ends it: what was before is so again.</returns>
    public static IDisposable Begin(string? id)
    {
        Scope scope = new(Id.Value);
        Id.Value = id;
        return scope;
    }

    private sealed class Scope(string? before) : IDisposable
    {
        public void Dispose() => Id.Value = before;
    }
}
