namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>Something that somebody should know of and do something about, as long as it is so.</summary>
/// <param name="Name">As the rules of Prometheus call it.</param>
/// <param name="Subject">What it is about: a master, a dependency; empty when the name says it.</param>
/// <param name="Night">The business date that it is about: told once for it.</param>
/// <param name="Summary">In Spanish.</param>
/// <param name="Action">What to do, in Spanish.</param>
/// <param name="Page">The page of the portal that mends it.</param>
public sealed record PortalAlert(string Name, string Subject, string Severity, DateOnly Night, string Summary, string Action, string Page)
{
    /// <summary>It may pass by itself within a moment.</summary>
    public bool MayPass { get; init; }

    /// <summary>It was told, and is so no longer.</summary>
    public bool IsOver { get; init; }

    /// <summary>One and the same for as long as it lasts, and for whoever finds it.</summary>
    public string Cause => (IsOver ? OverPrefix : "") + (Subject.Length == 0 ? Name : $"{Name}:{Subject}");

    /// <summary>The end of an alert is a message of its own.</summary>
    internal const string OverPrefix = "resuelto:";
}

/// <summary>How bad it is.</summary>
public static class AlertSeverity
{
    public const string Warning = "warning";
    public const string Critical = "critical";
}
