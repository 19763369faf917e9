using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>Connections to the hub, all with its search path and the business's time zone.</summary>
public sealed class HubDatabase : IAsyncDisposable
{
    public const string Schema = "db_masterdatahub";
    public const string StagingSchema = "db_masterdatahub_staging";

    /// <summary>Major version of the oldest PostgreSQL that the hub works with.</summary>
    public const int OldestServer = 13;

    static HubDatabase() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <param name="connectionString">As configured under <c>ConnectionStrings:Hub</c>.</param>
    /// <param name="timeZone">IANA name; sessions must agree with the operators' <c>CURRENT_DATE</c>.</param>
    public HubDatabase(string connectionString, string timeZone = "America/Bogota")
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString)
        {
            SearchPath = $"{Schema},public",
            Timezone = timeZone,
        };
        builder.ApplicationName ??= "ingesta";
        // A machine that is lost in the middle of a merge must not keep its locks for the two hours that are TCP's default.
        builder.Options ??= "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
        ConnectionString = builder.ConnectionString;
        TimeZone = timeZone;
        DataSource = new NpgsqlDataSourceBuilder(ConnectionString).Build();
    }

    public string ConnectionString { get; }

    public string TimeZone { get; }

    public NpgsqlDataSource DataSource { get; }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => DataSource.OpenConnectionAsync(ct);

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
