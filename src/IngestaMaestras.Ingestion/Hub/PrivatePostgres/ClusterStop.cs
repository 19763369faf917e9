using System.Globalization;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>A fast shutdown: open transactions are rolled back, what was committed is on disk.</summary>
internal sealed class ClusterStop(ClusterFolder folder, ServerAccount account)
{
    /// <returns>False when the server did not end within <paramref name="timeout"/>.</returns>
    public async Task<bool> TryRunAsync(TimeSpan timeout)
    {
        if (Postmaster.Find(folder, account) is null)
            return true;
        PostgresBinaries binaries = await PostgresBinaries.FindAsync(folder.ReadDataVersion(), CancellationToken.None);
        string seconds = Math.Ceiling(timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await account.RunAsync(CancellationToken.None,
            binaries.PgCtl, "stop", "-D", ClusterFolder.DataName, "-m", "fast", "-w", "-t", seconds);
        return Postmaster.Find(folder, account) is null;
    }
}
