using System.Collections;
using System.Globalization;
using System.Reflection;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Checks;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>The settings that differ from what they are by default; secrets only say that they are set.</summary>
internal static class ChangedSettings
{
    public const string Hidden = "(oculto)";

    /// <summary>Words in names whose values nobody has to see.</summary>
    private static readonly string[] SecretWords = ["password", "secret", "connectionstring", "webhook", "token", ":client:"];

    public static IReadOnlyDictionary<string, string> Read(IConfiguration configuration)
    {
        SortedDictionary<string, string> changed = new(StringComparer.Ordinal);
        foreach (var name in new[] { Settings.HubConnection, "Oracle" })
        {
            if (configuration.GetConnectionString(name) is { Length: > 0 })
            {
                changed[$"ConnectionStrings:{name}"] = Hidden;
            }
        }

        foreach (var (section, options, _) in SettingsCheck.Sections)
        {
            if (options is not null)
            {
                Compare(section, configuration.GetSection(section).Get(options) ?? Activator.CreateInstance(options)!, Activator.CreateInstance(options)!, changed);
            }
        }

        return changed;
    }

    private static void Compare(string path, object value, object standard, IDictionary<string, string> changed)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p is { CanRead: true, CanWrite: true }))
        {
            var (now, then) = (property.GetValue(value), property.GetValue(standard));
            var name = $"{path}:{property.Name}";
            if (now is IDictionary entries)
            {
                foreach (DictionaryEntry entry in entries)
                {
                    Add($"{name}:{entry.Key}", entry.Value);
                }
            }
            else if (now is not null and not string && property.PropertyType.IsClass && now is not IEnumerable)
            {
                Compare(name, now, then ?? Activator.CreateInstance(now.GetType())!, changed);
            }
            else if (TextOf(now) != TextOf(then))
            {
                Add(name, now);
            }
        }

        void Add(string name, object? value) => changed[name] = IsSecret(name, TextOf(value)) ? Hidden : TextOf(value);
    }

    /// <summary>By its name, or an address with a password in it.</summary>
    private static bool IsSecret(string name, string value) =>
        SecretWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)) || (value.Contains("://", StringComparison.Ordinal) && value.Contains('@', StringComparison.Ordinal));

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable list => string.Join(",", list.Cast<object?>().Select(TextOf)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
