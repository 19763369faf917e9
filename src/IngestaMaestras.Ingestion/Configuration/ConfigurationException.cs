namespace IngestaMaestras.Ingestion.Configuration;

/// <summary>A setting whose value cannot be used. The message is an operator's sentence in Spanish.</summary>
public sealed class ConfigurationException(string key, string value, string expected)
    : Exception($"El ajuste {key} vale «{value}» y no sirve: se esperaba {expected}.")
{
    public string Key { get; } = key;

    /// <exception cref="ConfigurationException">The value is not valid.</exception>
    public static void ThrowUnless(bool valid, string key, object value, string expected)
    {
        if (!valid)
        {
            throw new ConfigurationException(key, value.ToString() ?? "", expected);
        }
    }
}
