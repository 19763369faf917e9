using System.Text.RegularExpressions;
using System.Xml.Linq;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Every text that a page asks for exists, and every text is asked for.</summary>
public sealed class PageTextsTests
{
    private static readonly string Portal = Path.Combine(Repository.Root, "src/IngestaMaestras.Portal");

    [Fact]
    public void Every_text_that_pages_ask_for_exists()
    {
        var known = ReadTexts().Keys.ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(FindUses(), use => !use.IsPrefix && !known.Contains(use.Name));
    }

    [Fact]
    public void No_text_is_left_that_nobody_asks_for()
    {
        var uses = FindUses().ToList();
        Assert.DoesNotContain(ReadTexts().Keys, name => !uses.Any(
            use => use.IsPrefix ? name.StartsWith(use.Name, StringComparison.Ordinal) : name == use.Name));
    }

    private static Dictionary<string, string> ReadTexts() => (
        from path in Directory.EnumerateFiles(Path.Combine(Portal, "Pages/Texts"), "*.resx")
        from data in XDocument.Load(path).Descendants("data")
        select ($"{Path.GetFileNameWithoutExtension(path)}.{data.Attribute("name")!.Value}", data.Value)).ToDictionary();

    /// <summary>
    /// Names in quotes; those that go on with a value in braces are prefixes, those that count something have a text for one.
    /// </summary>
    private static IEnumerable<(string Name, bool IsPrefix)> FindUses()
    {
        var files = string.Join('|', Directory.EnumerateFiles(Path.Combine(Portal, "Pages/Texts"), "*.resx").Select(Path.GetFileNameWithoutExtension));
        Regex use = new($$"""["]((?:{{files}})\.[A-Za-z0-9._-]*)(["{])""");
        Regex plural = new($$"""Plural\("((?:{{files}})\.[A-Za-z0-9._-]*)["]""");
        var sources = Directory.EnumerateFiles(Portal, "*.cs*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        return sources.SelectMany(text => use.Matches(text))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value == "{"))
            .Concat(sources.SelectMany(text => plural.Matches(text)).Select(match => (match.Groups[1].Value + ".One", false)));
    }
}
