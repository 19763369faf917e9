namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>When <see cref="LayoutStore"/> looks at its folder again.</summary>
public sealed record LayoutStoreOptions
{
    /// <summary>Between looks that need no notification from the system: network folders give none.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Quiet time after a notification: editors write a file in several steps. Infinite: only polling.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(300);
}
