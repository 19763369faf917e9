using System.Text.RegularExpressions;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Conditions as labels' values: <c>NotYet</c> is <c>not-yet</c>.</summary>
internal static partial class StateNames
{
    private static readonly Dictionary<MasterCondition, string> Names =
        Enum.GetValues<MasterCondition>().ToDictionary(c => c, c => Inner().Replace(c.ToString(), "-$0").ToLowerInvariant());

    public static string Of(MasterCondition condition) => Names[condition];

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Inner();
}
