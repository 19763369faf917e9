using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Hosting.Logging;

/// <summary>Section <c>Log</c> of the settings: where a program that serves writes its log.</summary>
public sealed class LogOptions
{
    /// <summary>
    /// <c>texto</c>: short lines for people, on standard error. <c>json</c>: one object a line on standard output, for whoever
    /// gathers logs.
    /// </summary>
    public string Console { get; set; } = Text;

    /// <summary>Folder of the daily files, one JSON object a line; empty: <c>logs</c> under the data root; <c>no</c>: none.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Days that files are kept.</summary>
    public int KeepDays { get; set; } = 30;

    public const string Text = "texto";
    public const string Json = "json";
    public const string None = "no";

    public bool HasFile => Folder != None;

    public string FolderUnder(string dataRoot) => Folder.Length > 0 ? Folder : Path.Combine(dataRoot, "logs");

    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public void Validate()
    {
        ConfigurationException.ThrowUnless(Console is Text or Json, "Log:Console", Console, $"{Text} o {Json}");
        ConfigurationException.ThrowUnless(KeepDays is > 0 and <= 3650, "Log:KeepDays", KeepDays, "un número de días de 1 a 3650");
    }
}
