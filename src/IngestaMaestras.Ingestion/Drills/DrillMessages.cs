using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>What operators read about recovery drills.</summary>
internal static class DrillMessages
{
    private static readonly ResourceManager Texts = new(typeof(DrillMessages));

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
