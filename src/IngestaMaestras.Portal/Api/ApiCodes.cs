using System.Text.Json;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Api;

/// <summary>The words under which scripts know states: members of an enum in kebab case, as everywhere.</summary>
internal static class ApiCodes
{
    public static string Of(MasterCondition value) => Name(value);

    public static string Of(DeliveryState value) => Name(value);

    /// <summary>Every word of an enum.</summary>
    public static IReadOnlyList<string> All(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
