using System.Globalization;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>The server process that owns a data folder, as its <c>postmaster.pid</c> tells.</summary>
internal sealed record Postmaster(int Pid, int Port)
{
    // Lines of postmaster.pid: process id, data folder, start time, port, and more.
    private const int PortLine = 3;

    /// <returns>The running server, or null when none runs (whatever a file left by a dead one says).</returns>
    public static Postmaster? Find(ClusterFolder folder, ServerAccount account) =>
        Read(folder) is Postmaster told && told.Owns(folder, account) ? told : null;

    /// <summary>
    /// Removes the file of a dead server whose number some other process has now: the new server would take that
    /// process for the old one and refuse to start. (If nobody has the number, the server tidies up by itself.)
    /// </summary>
    public static void ForgetStale(ClusterFolder folder, ServerAccount account)
    {
        if (Read(folder) is Postmaster told && Directory.Exists($"/proc/{told.Pid}") && !told.Owns(folder, account))
            File.Delete(folder.PidFile);
    }

    private static Postmaster? Read(ClusterFolder folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(folder.PidFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out int pid))
            return null;
        _ = int.TryParse(lines.ElementAtOrDefault(PortLine), CultureInfo.InvariantCulture, out int port);
        return new Postmaster(pid, port);
    }

    // After a machine reset the number may belong to any process. A server's working directory is its data folder, so
    // the right one sees this very file; only its own account is sure to be allowed to look.
    private bool Owns(ClusterFolder folder, ServerAccount account) =>
        account.Test($"/proc/{Pid}/cwd/postmaster.pid", "-ef", folder.PidFile);
}
