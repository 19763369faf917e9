using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>What people read about the check of a deployment.</summary>
internal static class CheckTexts
{
    private static readonly ResourceManager Texts = new(typeof(CheckTexts));

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
