using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Core.Runs;

/// <summary>The words for states and triggers that operators read, in pages and logs alike (<c>StateWords.resx</c>); scripts read their codes.</summary>
public static class StateWords
{
    private static readonly ResourceManager Resources = new(typeof(StateWords).FullName!, typeof(StateWords).Assembly);

    public static string Word(this RunStatus status) => Of($"Run.{status.Code()}");

    public static string Word(this FileStatus status) => Of($"File.{status.Code()}");

    public static string Word(this StepStatus status) => Of($"Step.{status.Code()}");

    public static string Word(this RunTrigger trigger) => Of($"Trigger.{trigger.Code()}");

    /// <summary>Null when the code is no trigger's.</summary>
    public static string? FindTrigger(string code) => Get($"Trigger.{code}");

    /// <summary>The word for the state of a run or of a file; null when the code is neither's.</summary>
    public static string? Find(string code) => Get($"Run.{code}") ?? Get($"File.{code}");

    private static string Of(string name) => Get(name) ?? throw new MissingManifestResourceException($"StateWords: {name}");

    private static string? Get(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture);
}
