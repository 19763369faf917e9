using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>Knows a few of the Oracle driver's keywords and refuses all others, as that driver does.</summary>
internal sealed class StandInConnectionStringBuilder : DbConnectionStringBuilder
{
    private static readonly string[] Keywords = ["User Id", "Password", "Data Source", "Pooling", "Connection Timeout"];

    [AllowNull]
    public override object this[string keyword]
    {
        get => base[keyword];
        set => base[keyword] = Keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase)
            ? value
            : throw new ArgumentException($"'{keyword}' is an invalid connection string attribute");
    }

    public string ToPostgres()
    {
        var source = (string)this["Data Source"];
        var slash = source.LastIndexOf('/');
        var colon = source.LastIndexOf(':', slash);
        NpgsqlConnectionStringBuilder builder = new()
        {
            Host = source[..colon],
            Port = int.Parse(source[(colon + 1)..slash], System.Globalization.CultureInfo.InvariantCulture),
            Database = source[(slash + 1)..],
            Username = (string)this["User Id"],
            Password = TryGetValue("Password", out var password) ? (string)password : null,
            SearchPath = "mdh, oracle, public",
            Timezone = "America/Bogota",
            MaxPoolSize = 20,
        };
        return builder.ConnectionString;
    }
}
