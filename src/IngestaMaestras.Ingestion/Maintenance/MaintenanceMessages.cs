using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>What operators read about maintenance.</summary>
internal static class MaintenanceMessages
{
    private static readonly ResourceManager Texts = new(typeof(MaintenanceMessages));

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
