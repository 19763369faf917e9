using System.Text.Json.Serialization;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Queries.Files;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Which files an operation is about: some by their ids, or all that a list's filter lets through.</summary>
public sealed record FilesParameters
{
    /// <summary>Null: the folder's files that the filter lets through.</summary>
    public IReadOnlyList<long>? FileIds { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<FileLocation>))]
    public FileLocation Location { get; init; } = FileLocation.Error;

    public FileFilter Filter { get; init; } = new();

    /// <summary>Files that go first, as a trial; 0: none.</summary>
    public int Trial { get; init; }
}
