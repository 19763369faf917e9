namespace IngestaMaestras.Ingestion.Drills;

/// <summary>A part of the drill: it touches scratch databases, scratch topics and scratch folders only, and leaves none of them.</summary>
internal interface IDrillPart
{
    /// <summary>Stable; its title is <c>Part_NAME</c> of the messages.</summary>
    string Name { get; }

    /// <summary>An exception is a failure of the part, not of the drill.</summary>
    Task<DrillResult> RunAsync(DrillContext context, CancellationToken ct);
}
