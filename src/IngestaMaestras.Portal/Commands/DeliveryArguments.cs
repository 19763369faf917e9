using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;

namespace IngestaMaestras.Portal.Commands;

/// <summary>What the verbs of deliveries share.</summary>
internal static class DeliveryArguments
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Option<string?> Target(bool isRequired) =>
        new("--target") { Description = "Destino: kafka u oracle.", HelpName = "T", Required = isRequired };

    public static Option<string?> Maestra() => new("--maestra") { Description = "Solo esta maestra; por defecto, todas.", HelpName = "M" };

    /// <summary>What is wrong with them, as one sentence; null when nothing is.</summary>
    public static string? FindProblem(IServiceProvider services, string? target, string? maestra)
    {
        var targets = services.GetRequiredService<DeliveryTargets>();
        if (target is not null && targets.Find(target) is null)
        {
            return $"--target nombra «{target}», que no es un destino. Se esperaba: {string.Join(", ", targets.All.Select(t => t.Name))}.";
        }

        var layouts = services.GetRequiredService<Func<LayoutSet>>()();
        return maestra is null || layouts.Find(maestra) is not null
            ? null
            : $"--maestra nombra «{maestra}», que no es ninguna maestra. Se esperaba: {string.Join(", ", layouts.All.Select(l => l.Maestra))}.";
    }
}
