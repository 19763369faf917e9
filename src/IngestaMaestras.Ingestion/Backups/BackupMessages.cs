using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>What operators read about backups.</summary>
internal static class BackupMessages
{
    private static readonly ResourceManager Texts = new(typeof(BackupMessages));

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
