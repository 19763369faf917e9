using IngestaMaestras.Portal.Hosting.Health;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>How the state of dependencies is shown.</summary>
internal static class HealthText
{
    /// <summary>A worker that was not seen for this long has gone, or is about to lose what it holds.</summary>
    public static TimeSpan AliveWithin { get; } = TimeSpan.FromSeconds(30);

    public static string Name(string name) => Find($"Health.Name_{name}") ?? name;

    public static string State(string state) => T($"Health.State_{state}");

    public static Tone ToneOf(HealthEntry entry) => entry.State switch
    {
        HealthEntry.Up => Tone.Good,
        HealthEntry.Degraded => Tone.Warning,
        HealthEntry.Down => Tone.Bad,
        _ => Tone.Neutral,
    };
}
