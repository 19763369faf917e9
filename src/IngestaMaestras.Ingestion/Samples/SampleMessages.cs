using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Samples;

/// <summary>Texts of <c>SampleMessages.resx</c> in the language of the interface; numbers in invariant form.</summary>
public static class SampleMessages
{
    private static readonly ResourceManager Resources =
        new(typeof(SampleMessages).FullName!, typeof(SampleMessages).Assembly);

    public static string Get(string name) =>
        Resources.GetString(name, CultureInfo.CurrentUICulture)
        ?? throw new MissingManifestResourceException($"SampleMessages: {name}");

    public static string Format(string name, params object?[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, Get(name), arguments);
}
