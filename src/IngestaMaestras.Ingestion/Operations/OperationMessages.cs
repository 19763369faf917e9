using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What operators are told of their actions, from <c>OperationMessages.resx</c>.</summary>
internal static class OperationMessages
{
    private static readonly ResourceManager Resources = new(typeof(OperationMessages));
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("es-CO");

    public static string Format(string name, params object?[] values) =>
        string.Format(Culture, Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name), values);
}
