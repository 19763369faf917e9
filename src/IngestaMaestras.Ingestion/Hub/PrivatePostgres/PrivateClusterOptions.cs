namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>How the private PostgreSQL is set up. It listens on 127.0.0.1 and nowhere else.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>The program's data root; the cluster lives in its folder <c>postgres</c>.</summary>
    public required string DataRoot { get; init; }

    /// <summary>
    /// The TCP port; without one a free port is chosen at the first start and kept. A server that already runs is
    /// adopted on the port that it has.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>False trades safety for speed (no fsync, no full page writes): for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// How long to wait for another process that is starting the same cluster, and then again for the server to answer
    /// (crash recovery included).
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a fast shutdown may take.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
