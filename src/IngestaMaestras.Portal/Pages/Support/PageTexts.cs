using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// The texts of the pages, one resource file per page under <c>Pages/Texts</c> (neutral language Spanish). A text is named
/// <c>File.Key</c>: <c>T("Runs.Title")</c>.
/// </summary>
internal static class PageTexts
{
    private static readonly ConcurrentDictionary<string, ResourceManager> Files = new(StringComparer.Ordinal);

    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public static string T(string name, params object?[] values)
    {
        var text = Find(name) ?? throw new MissingManifestResourceException($"Pages/Texts has no text '{name}'.");
        return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }

    /// <summary>The text for so many of something: <c>Name.One</c> is what it says of one.</summary>
    public static string Plural(string name, long count, params object?[] values) => T(count == 1 ? name + ".One" : name, values);

    /// <summary>The text, or null when there is none: for words that come from the database.</summary>
    public static string? Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var resources = Files.GetOrAdd(
            name[..dot], file => new ResourceManager($"IngestaMaestras.Portal.Pages.Texts.{file}", typeof(PageTexts).Assembly));
        return resources.GetString(name[(dot + 1)..], CultureInfo.CurrentUICulture);
    }
}
