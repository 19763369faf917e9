using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>What operators read about deliveries.</summary>
internal static class DeliveryMessages
{
    private static readonly ResourceManager Texts = new(typeof(DeliveryMessages));

    public static string Format(string name, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"No text {name}.", nameof(name)), values);
}
