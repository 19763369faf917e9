using System.Data.Common;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>What may be shown of a connection string: never a password.</summary>
internal static class OracleConnectionText
{
    private const string Masked = "***";

    // Shorter ones would take half the message with them.
    private const int ShortestSecret = 3;

    // Only these are shown with their values: a keyword that we do not know may hold a secret too.
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "user id", "data source", "pooling", "min pool size", "max pool size", "connection timeout", "connection lifetime",
        "validate connection", "statement cache size", "self tuning", "incr pool size", "decr pool size", "tns_admin",
    };

    /// <summary>Every keyword, with the values that hold no secret. What cannot be read as keywords is not shown at all.</summary>
    public static string Mask(string connectionString) => Parse(connectionString) is { } parts
        ? string.Join(";", parts.Keys.Cast<string>().Select(k => $"{k}={(Plain.Contains(k) ? parts[k] : Masked)}"))
        : OracleMessages.Format("HiddenValue");

    /// <summary>Where the connection string leads; null when it does not say.</summary>
    public static string? DataSource(string connectionString) =>
        Parse(connectionString) is { } parts && parts.TryGetValue("data source", out var value)
        && value is string { Length: > 0 } source
            ? source
            : null;

    /// <summary>Somebody else's message, without the secrets that it may quote.</summary>
    public static string WithoutSecrets(string message, string connectionString)
    {
        if (Parse(connectionString) is not { } parts)
        {
            // Where keywords and values cannot be told apart, neither can a message that quotes them.
            return OracleMessages.Format("NotKeyValue");
        }

        foreach (string key in parts.Keys)
        {
            if (key.Contains("password", StringComparison.OrdinalIgnoreCase) && parts[key] is string { Length: >= ShortestSecret } secret)
            {
                message = message.Replace(secret, Masked, StringComparison.Ordinal);
            }
        }

        return message;
    }

    private static DbConnectionStringBuilder? Parse(string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
