using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>What operators read about maintenance.</summary>
internal static class MaintenanceMessages
{
    private static readonly ResourceManager Texts = new(typeof(MaintenanceMessages));

    /// <summary>Null: there is no such text.</summary>
    public static string? Find(string name) => Texts.GetString(name, CultureInfo.CurrentUICulture);

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Find(name)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
