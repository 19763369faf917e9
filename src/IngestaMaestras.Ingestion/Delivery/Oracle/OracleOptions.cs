using System.Data.Common;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Section <c>Oracle</c> of the settings, and <c>ConnectionStrings:Oracle</c>.</summary>
public sealed class OracleOptions
{
    private const string ConnectionKey = "ConnectionStrings:Oracle";
    private const int MostRowsPerBatch = 100_000;

    /// <summary>How Oracle is reached; blank: it is off. Needs a build with its driver (<c>-p:OracleDriver=true</c>, as in the Docker image).</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Switches the target off without forgetting it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Rows of one array-bound statement.</summary>
    public int BatchSize { get; set; } = 5000;

    /// <summary>How long one statement may take.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the question "are you there, and which database are you?" may take.</summary>
    public TimeSpan IdentifyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsConfigured => !string.IsNullOrWhiteSpace(ConnectionString);

    /// <summary>Checks every value; nothing is connected.</summary>
    /// <param name="factory">The driver, which knows its keywords; null: only the form is checked.</param>
    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix, and no password.</exception>
    public void Validate(DbProviderFactory? factory)
    {
        if (IsConfigured)
        {
            var (shown, fault) = CheckConnectionString(factory);
            if (fault is not null)
            {
                throw new ConfigurationException(ConnectionKey, shown, $"{OracleMessages.Format("ExpectedDataSource")} ({fault})");
            }
        }

        Require(BatchSize is > 0 and <= MostRowsPerBatch, nameof(BatchSize), BatchSize, "ExpectedBatchSize");
        Require(CommandTimeout.TotalSeconds >= 1, nameof(CommandTimeout), CommandTimeout, "ExpectedDuration");
        Require(IdentifyTimeout.TotalSeconds >= 1, nameof(IdentifyTimeout), IdentifyTimeout, "ExpectedDuration");
    }

    /// <summary>The connection string as it may be shown, and what is wrong with it.</summary>
    internal (string Shown, string? Fault) CheckConnectionString(DbProviderFactory? factory)
    {
        var shown = OracleConnectionText.Mask(ConnectionString!);
        try
        {
            var builder = factory?.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
            builder.ConnectionString = ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or DbException)
        {
            return (shown, OracleConnectionText.WithoutSecrets(e.Message, ConnectionString!));
        }

        return (shown, OracleConnectionText.DataSource(ConnectionString!) is null ? OracleMessages.Format("MissingDataSource") : null);
    }

    private static void Require(bool valid, string key, object value, string expected)
    {
        if (!valid)
        {
            throw new ConfigurationException($"Oracle:{key}", value.ToString() ?? "", OracleMessages.Format(expected));
        }
    }
}
