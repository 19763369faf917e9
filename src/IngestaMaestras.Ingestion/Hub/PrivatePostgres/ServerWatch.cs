using System.Diagnostics;
using System.Globalization;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>
/// Sees to it that a throwaway server does not outlive this process, however it ends: a shell of the server's account waits
/// for our end of a pipe, and then stops the server.
/// </summary>
internal sealed class ServerWatch : IDisposable
{
    private readonly Process _shell;

    private ServerWatch(Process shell) => _shell = shell;

    /// <param name="dataRoot">Of the server, which runs.</param>
    public static ServerWatch Start(string dataRoot)
    {
        ClusterFolder folder = new(dataRoot);
        var account = ServerAccount.For(folder);
        var pid = Postmaster.Find(folder, account)!.Pid.ToString(CultureInfo.InvariantCulture);
        var command = account.Wrap(["sh", "-c", "cat > /dev/null; kill -QUIT \"$0\"", pid]);
        return new ServerWatch(Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/", RedirectStandardInput = true, UseShellExecute = false,
        })!);
    }

    /// <summary>The server has ended: its number may soon be somebody else's.</summary>
    public void Dispose()
    {
        _shell.Kill(entireProcessTree: true);
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
