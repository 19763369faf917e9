using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads one master of a text into a draft and checks what can be checked without the others.</summary>
internal static class MasterReader
{
    private const string FileExtension = ".txt";

    private static readonly string[] Keys =
        [.. SettingsReader.Keys, "campos", "campos_hardcoded", "constantes", "campos_clave", "reglas"];

    /// <summary>The draft; null when (reported) there is nothing to read under this key.</summary>
    public static LayoutDraft? Read(ProblemList problems, Place text, ToonEntry master, string source)
    {
        // Layouts of the earlier pipeline are named after the file, extension included.
        var name = master.Key.Trim();
        name = name.EndsWith(FileExtension, StringComparison.OrdinalIgnoreCase) ? name[..^FileExtension.Length] : name;
        var maestra = name.ToUpperInvariant();
        MasterScope scope = new(problems, text, maestra);
        if (!LayoutNames.IsSafe(name))
        {
            scope.Error(master, LayoutFault.MaestraName, master.Key);
        }

        if (master.Value is not ToonObject body)
        {
            scope.Error(master.Value, LayoutFault.MasterNotObject, master.Key);
            return null;
        }

        foreach (var entry in body.Entries.Where(e => !Keys.Contains(e.Key)))
        {
            scope.Error(entry, LayoutFault.UnknownKey, entry.Key, string.Join(", ", Keys));
        }

        LayoutDraft draft = new(scope, master, maestra, source, text.File)
        {
            Settings = SettingsReader.Read(scope, master, body),
        };
        FieldsReader.Read(draft, body.Find("campos"));
        ConstantsReader.Read(draft, body.Find("campos_hardcoded"));
        ConstantsReader.Read(draft, body.Find("constantes"));
        KeyReader.Read(draft, body.Find("campos_clave"));
        RulesReader.Read(draft, body.Find("reglas"));
        PositionChecker.Check(draft);
        return draft;
    }
}
