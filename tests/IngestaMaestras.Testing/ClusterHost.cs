using System.Runtime.InteropServices;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Testing;

/// <summary>
/// A small program around a <see cref="PrivateCluster"/>, to be killed or interrupted: <c>ClusterHost DATA_ROOT</c>. It
/// prints the connection string once the server is up; SIGTERM or the end of standard input stop it in good order, and
/// SIGINT is only told ("interrupted").
/// </summary>
public static class ClusterHost
{
    /// <summary>The command line that runs it, for <see cref="TestProcess"/>.</summary>
    public static IReadOnlyList<string> Command(string dataRoot) =>
        ["dotnet", typeof(ClusterHost).Assembly.Location, dataRoot];

    public static async Task<int> Main(string[] args)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(args.Length, 1);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Console.WriteLine("interrupted");
        });
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.TrySetResult();
        });
        try
        {
            await using PrivateCluster cluster = await PrivateCluster.StartAsync(
                new PrivateClusterOptions { DataRoot = args[0], Durable = false },
                NullLogger.Instance,
                CancellationToken.None);
            Console.WriteLine($"{(cluster.StartedHere ? "started" : "adopted")} {cluster.ConnectionString}");
            // Console.In reads synchronously, even when asked not to.
            await Task.WhenAny(ended.Task, Task.Run(Console.In.ReadToEnd));
            return 0;
        }
        catch (PrivateClusterException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
