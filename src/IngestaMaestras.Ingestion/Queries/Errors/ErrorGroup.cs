namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Errors of one kind: same master, type, rule, field and severity.</summary>
public class ErrorGroup
{
    public string? Maestra { get; set; }

    public string ErrorType { get; set; } = "";

    public string? Rule { get; set; }

    public string? Field { get; set; }

    public string Severity { get; set; } = "";

    public long Rows { get; set; }

    /// <summary>Of those, resolved by no later load and by nobody.</summary>
    public long OpenRows { get; set; }

    public DateOnly FirstDate { get; set; }

    public DateOnly LastDate { get; set; }

    public DateTime FirstSeenAt { get; set; }

    public DateTime LastSeenAt { get; set; }

    /// <summary>Business dates that have at least one.</summary>
    public int Nights { get; set; }

    /// <summary>One of its latest rows.</summary>
    public long ExampleId { get; set; }

    public string? ExampleValue { get; set; }

    public string ExampleMessage { get; set; } = "";
}
