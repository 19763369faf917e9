using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Sentences about Oracle for operators, from <c>OracleMessages.resx</c>.</summary>
internal static class OracleMessages
{
    private static readonly ResourceManager Resources = new(typeof(OracleMessages));

    /// <summary>A sentence by its name, with its values.</summary>
    public static string Format(string name, params object?[] values) => string.Format(
        CultureInfo.InvariantCulture,
        Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name),
        values);
}
