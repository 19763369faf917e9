using System.Net;
using System.Net.Sockets;

namespace IngestaMaestras.Testing;

/// <summary>Ports for servers that a test starts.</summary>
public static class FreePort
{
    // Below the range that systems give to outgoing connections, and above that of private PostgreSQL clusters: whoever
    // connects somewhere meanwhile does not take the port away before the server has it.
    private const int First = 30_000;
    private const int Last = 32_700;

    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>A port of 127.0.0.1 that nobody listens on, never given twice by one process.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % (Last - First));
            using TcpListener listener = new(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}
