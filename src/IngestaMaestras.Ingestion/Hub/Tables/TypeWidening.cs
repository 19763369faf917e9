using System.Globalization;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>Which changes of a column's type keep every value as it is.</summary>
internal static partial class TypeWidening
{
    /// <param name="from">Type name as <c>format_type()</c> shows it.</param>
    /// <param name="to">The wanted one, likewise.</param>
    public static bool IsLossless(string from, string to)
    {
        var (oldName, oldLength, oldScale) = Parse(from);
        var (newName, newLength, newScale) = Parse(to);
        return (oldName, newName) switch
        {
            ("character varying", "text") => true,
            ("character varying", "character varying") => newLength >= oldLength,
            ("integer", "bigint") => true,
            ("integer", "numeric") => newLength - newScale >= 10,
            ("bigint", "numeric") => newLength - newScale >= 19,
            ("numeric", "numeric") => newScale >= oldScale && newLength - newScale >= oldLength - oldScale,
            _ => false,
        };
    }

    private static (string Name, int Length, int Scale) Parse(string type)
    {
        var match = TypePattern().Match(type);
        return (match.Groups["name"].Value, Number(match.Groups["length"]), Number(match.Groups["scale"]));
    }

    private static int Number(Group group) =>
        group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<name>[a-z ]+?)(\((?<length>\d+)(,(?<scale>\d+))?\))?$")]
    private static partial Regex TypePattern();
}
