using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Texts of <c>ParsingMessages.resx</c> in the language of the interface; numbers in invariant form.</summary>
internal static class ParsingMessages
{
    private static readonly ResourceManager Resources =
        new(typeof(ParsingMessages).FullName!, typeof(ParsingMessages).Assembly);

    public static string Format(string name, params object?[] arguments)
    {
        string template = Resources.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new MissingManifestResourceException($"ParsingMessages: {name}");
        return string.Format(CultureInfo.InvariantCulture, template, arguments);
    }
}
