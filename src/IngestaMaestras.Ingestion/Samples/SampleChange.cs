namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A row that differs between two files.</summary>
public sealed record SampleChange
{
    /// <summary>Values of <see cref="Op"/>.</summary>
    public const string Insert = "insert";

    /// <inheritdoc cref="Insert"/>
    public const string Update = "update";

    /// <inheritdoc cref="Insert"/>
    public const string Delete = "delete";

    public required string Op { get; init; }

    /// <summary>The key's text.</summary>
    public required string Key { get; init; }

    /// <summary>From 1, as an editor shows it; null for a deleted row.</summary>
    public long? Line { get; init; }
}
