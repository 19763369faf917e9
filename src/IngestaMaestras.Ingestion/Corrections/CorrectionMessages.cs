using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>What is said to those who correct files, from <c>CorrectionMessages.resx</c>.</summary>
internal static class CorrectionMessages
{
    private static readonly ResourceManager Resources = new(typeof(CorrectionMessages));
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("es-CO");

    public static string Format(string name, params object?[] values) =>
        string.Format(Culture, Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name), values);
}
