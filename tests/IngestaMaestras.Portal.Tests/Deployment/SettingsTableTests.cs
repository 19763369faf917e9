using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IngestaMaestras.Portal.Hosting.Checks;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Deployment;

/// <summary>
/// The table of settings in the README is what the option classes say, word for word. <c>INGESTA_UPDATE=1</c> writes it
/// anew.
/// </summary>
public sealed partial class SettingsTableTests
{
    private const string Begin = "<!-- settings: from the option classes -->\n";
    private const string End = "<!-- end of settings -->\n";

    [Fact]
    public async Task The_readme_lists_every_setting_with_its_meaning_and_default()
    {
        var path = Path.Combine(Repository.Root, "README.md");
        var readme = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from > Begin.Length && to >= from, "The README has no place for the table.");
        var table = Render();
        if (Environment.GetEnvironmentVariable("INGESTA_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(path, readme[..from] + table + readme[to..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(table.Split('\n'), readme[from..to].Split('\n'));
    }

    private static string Render()
    {
        var rows = SettingsCheck.Sections.Where(s => s.Options is not null).SelectMany(s => List(s.Name, s.Options!)).ToList();
        Assert.All(rows, r => Assert.True(r.Meaning.Length > 0, $"{r.Name} has no summary."));
        return "| setting | meaning | default |\n|---|---|---|\n"
            + string.Concat(rows.Select(r => $"| `{r.Name}` | {r.Meaning} | {(r.Default.Length == 0 ? "" : $"`{r.Default}`")} |\n"));
    }

    private static IEnumerable<(string Name, string Meaning, string Default)> List(string section, Type type)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is not null).OrderBy(p => p.MetadataToken))
        {
            if (property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass)
            {
                foreach (var nested in List($"{section}:{property.Name}", property.PropertyType))
                {
                    yield return nested;
                }
            }
            else
            {
                var isDictionary = typeof(IDictionary).IsAssignableFrom(property.PropertyType);
                yield return (
                    property is { Name: "ConnectionString", DeclaringType.Name: "OracleOptions" } ? "ConnectionStrings:Oracle" : $"{section}:{property.Name}{(isDictionary ? ":…" : "")}",
                    Summary(property),
                    isDictionary ? "" : Text(property.GetValue(defaults)));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(value is TimeOnly ? "HH:mm" : null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The summary of its XML documentation as Markdown.</summary>
    private static string Summary(PropertyInfo property)
    {
        var documentation = Documents.GetOrAdd(property.DeclaringType!.Assembly, a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml"), LoadOptions.PreserveWhitespace));
        var member = documentation.Descendants("member").FirstOrDefault(m => (string?)m.Attribute("name") == $"P:{property.DeclaringType.FullName}.{property.Name}");
        var text = string.Concat(member?.Element("summary")?.Nodes().Select(n => n switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref") ?? "").Split('.')[^1]}`",
            _ => n.ToString(),
        }) ?? []);
        return Spaces().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Assembly, XDocument> Documents = new();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
