using System.Net;
using System.Net.Sockets;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Chooses the server's port.</summary>
internal static class ClusterPort
{
    // Below the range that systems give to outgoing connections, so that a kept port is rarely taken later.
    private const int First = 20_000;
    private const int Last = 29_999;

    public static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <exception cref="PrivateClusterException">Nothing is free.</exception>
    public static int Choose()
    {
        int start = Random.Shared.Next(First, Last + 1);
        for (int i = 0; i <= Last - First; i++)
        {
            int port = First + ((start - First + i) % (Last - First + 1));
            if (IsFree(port))
                return port;
        }
        throw new PrivateClusterException(PrivateClusterTexts.NoFreePort(First, Last));
    }
}
