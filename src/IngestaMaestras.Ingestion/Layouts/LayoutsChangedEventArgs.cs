namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>The folder of layouts was read and differs from before.</summary>
public sealed class LayoutsChangedEventArgs(LayoutSnapshot snapshot) : EventArgs
{
    public LayoutSnapshot Snapshot { get; } = snapshot;
}
