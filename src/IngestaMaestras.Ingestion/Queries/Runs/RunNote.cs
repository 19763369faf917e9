namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>What somebody wrote about a run.</summary>
public sealed class RunNote
{
    public long NoteId { get; set; }

    public string? Note { get; set; }

    /// <summary>An address of http or https.</summary>
    public string? TicketUrl { get; set; }

    /// <summary>Why it happened, in the end.</summary>
    public string? RootCause { get; set; }

    public string WrittenBy { get; set; } = "";

    public DateTime WrittenAt { get; set; }
}
