namespace IngestaMaestras.Ingestion.Configuration;

/// <summary>A setting whose value cannot be used. The message is an operator's sentence in Spanish.</summary>
public sealed class ConfigurationException(string key, string value, string expected)
    : Exception($"El ajuste {key} vale «{value}» y no sirve: se esperaba {expected}.")
{
    public string Key { get; } = key;
}
