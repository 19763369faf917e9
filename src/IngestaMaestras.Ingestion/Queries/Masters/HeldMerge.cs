using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>A file whose merge waits for an operator's decision.</summary>
public sealed class HeldMerge
{
    public long RunId { get; set; }

    public long FileId { get; set; }

    public string? Maestra { get; set; }

    public string FileName { get; set; } = "";

    public DateOnly FechaProceso { get; set; }

    /// <summary>Why, in Spanish.</summary>
    public string? Message { get; set; }

    public string? Hold { get; set; }

    /// <summary>What it would delete.</summary>
    public DeleteHold? ReadHold() => HoldText.Read(Hold);
}
