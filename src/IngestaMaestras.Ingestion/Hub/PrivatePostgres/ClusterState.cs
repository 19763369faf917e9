using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>What it takes to reach the cluster; kept in <c>postgres.json</c>, readable by its owner only.</summary>
internal sealed record ClusterState(
    [property: JsonPropertyName("port")] int Port,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("password")] string Password)
{
    public const string Database = "ingesta";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static ClusterState New(int port) => new(port, "ingesta", RandomNumberGenerator.GetHexString(32, true));

    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="PrivateClusterException">The file is not what we wrote.</exception>
    public static ClusterState? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            ClusterState? state = JsonSerializer.Deserialize<ClusterState>(File.ReadAllText(file));
            if (state is { Port: > 0 and <= 65535, User.Length: > 0, Password.Length: > 0 })
                return state;
        }
        catch (JsonException e)
        {
            throw new PrivateClusterException(PrivateClusterTexts.StateUnreadable(file), e);
        }
        throw new PrivateClusterException(PrivateClusterTexts.StateUnreadable(file));
    }

    /// <summary>Replaces the file in one step: it is either the old state or the new one.</summary>
    public void Write(string file)
    {
        string next = file + ".new";
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (FileStream stream = new(next, options))
        {
            JsonSerializer.Serialize(stream, this, Json);
            stream.Flush(flushToDisk: true);
        }
        File.Move(next, file, overwrite: true);
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = User,
        Password = Password,
        SslMode = SslMode.Disable,
    }.ConnectionString;
}
