using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>How far this process has come up, and what keeps it from it.</summary>
public sealed class RuntimeState
{
    /// <summary>The hub's schema is in place and jobs are taken.</summary>
    public bool IsReady { get; set; }

    /// <summary>Why not, in Spanish; null while nothing went wrong.</summary>
    public string? Problem { get; set; }

    /// <summary>What makes this program unfit for the hub, for good; it ends. Null: nothing.</summary>
    public HubSchemaException? Refusal { get; set; }
}
