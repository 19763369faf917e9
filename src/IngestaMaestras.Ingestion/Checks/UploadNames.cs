using System.Globalization;
using System.Resources;
using System.Text;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Checks;

/// <summary>What is wrong with the name of a file that somebody hands in.</summary>
public enum UploadNameFault
{
    None,

    /// <summary>None at all, a path, invisible characters, too long: no name that anybody gives a file.</summary>
    Hostile,

    /// <summary>Not a text file.</summary>
    WrongKind,

    /// <summary>No layout knows it.</summary>
    Unknown,
}

/// <summary>
/// Looks at the names of files that people hand in before anything else happens with them. What the ERP drops into input may
/// have any name, and is then refused in its run; what comes through the portal is refused at once.
/// </summary>
public static class UploadNames
{
    private const int Shown = 80;

    private static readonly ResourceManager Resources = new(typeof(UploadNames));

    /// <summary>Whether it is a name that a file may have at all.</summary>
    public static (UploadNameFault Fault, string Sentence) Judge(string name)
    {
        if (name.Trim().Length == 0)
        {
            return Refuse(UploadNameFault.Hostile, "None");
        }

        if (name.IndexOfAny(['/', '\\']) >= 0 || name is "." or ".." || name.Contains("..", StringComparison.Ordinal))
        {
            return Refuse(UploadNameFault.Hostile, "Path", Show(name));
        }

        if (name.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate || r == Rune.ReplacementChar))
        {
            return Refuse(UploadNameFault.Hostile, "Invisible", Show(name));
        }

        if (Encoding.UTF8.GetByteCount(name) > DataFolders.MaxNameBytes)
        {
            return Refuse(UploadNameFault.Hostile, "Long", Show(name), Encoding.UTF8.GetByteCount(name), DataFolders.MaxNameBytes);
        }

        return name[0] == '.' ? Refuse(UploadNameFault.Hostile, "Hidden", Show(name)) : (UploadNameFault.None, "");
    }

    /// <summary>Whether it is the name of a master's file.</summary>
    public static (UploadNameFault Fault, string Sentence) Judge(string name, LayoutSet layouts)
    {
        var judged = Judge(name);
        if (judged.Fault != UploadNameFault.None)
        {
            return judged;
        }

        return FileNameMatcher.Match(name, layouts).Outcome switch
        {
            FileNameOutcome.WrongExtension => Refuse(UploadNameFault.WrongKind, "Extension", Show(name)),
            FileNameOutcome.Unknown => Refuse(UploadNameFault.Unknown, "Unknown", Show(name), string.Join(", ", layouts.All.Select(l => l.Maestra))),
            _ => (UploadNameFault.None, ""),
        };
    }

    /// <summary>A name that may hold anything, as a sentence can hold it.</summary>
    private static string Show(string name)
    {
        StringBuilder shown = new();
        foreach (var rune in name.EnumerateRunes().Take(Shown))
        {
            shown.Append(
                Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator ? "\uFFFD" : rune.ToString());
        }

        return name.EnumerateRunes().Count() > Shown ? shown + "…" : shown.ToString();
    }

    private static (UploadNameFault Fault, string Sentence) Refuse(UploadNameFault fault, string message, params object?[] values) => (
        fault,
        string.Format(
            CultureInfo.GetCultureInfo("es-CO"),
            Resources.GetString(message, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(message), values));
}
