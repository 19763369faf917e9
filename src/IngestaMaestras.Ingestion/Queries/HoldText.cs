using System.Text.Json;
using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Queries;

/// <summary>Reads a hold as the merge writes it into <c>run_file.hold</c>.</summary>
internal static class HoldText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static DeleteHold? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<DeleteHold>(json, Json);
}
