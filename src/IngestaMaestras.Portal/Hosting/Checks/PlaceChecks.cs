using System.Net;
using System.Net.Sockets;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Portal.Hosting.Health;
using IngestaMaestras.Portal.Hosting.Logging;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>Whether folders can be written, layouts read and ports had.</summary>
internal static class PlaceChecks
{
    /// <summary>Creates the data folders where they are missing, as a start would.</summary>
    public static IEnumerable<CheckResult> CheckFolders(IngestaOptions ingesta, BackupOptions backup, LogOptions log)
    {
        yield return CheckDataRoot(ingesta.DataRoot);
        yield return CheckFolder("BackupFolder", backup.FolderUnder(ingesta.DataRoot));
        yield return log.HasFile
            ? CheckFolder("LogFolder", log.FolderUnder(ingesta.DataRoot))
            : new CheckResult(CheckTexts.Format("LogFolder"), CheckState.Off, CheckTexts.Format("NoLogFiles"));
        yield return CheckLayouts(LayoutsPath.Resolve(ingesta.LayoutsPath));
    }

    /// <param name="port">0: none is asked for.</param>
    /// <param name="dataRoot">Says whether it is our own portal that has it.</param>
    public static CheckResult CheckPort(string name, string host, int port, string dataRoot)
    {
        var title = CheckTexts.Format(name);
        if (port == 0)
        {
            return new CheckResult(title, CheckState.Off, CheckTexts.Format("NoPort"));
        }

        try
        {
            using TcpListener listener = new(IPAddress.TryParse(host, out var address) ? address : IPAddress.Any, port);
            listener.Start();
            listener.Stop();
            return new CheckResult(title, CheckState.Well, CheckTexts.Format("PortFree", port));
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse && PortalFile.Find(dataRoot) is { } portal
                ? new CheckResult(title, CheckState.Well, CheckTexts.Format("PortOurs", port, portal.Url))
                : new CheckResult(title, CheckState.Failed, CheckTexts.Format("PortTaken", port, e.Message));
        }
    }

    private static CheckResult CheckDataRoot(string root)
    {
        var title = CheckTexts.Format("DataRoot");
        try
        {
            new DataFolders(root).Prepare();
            return new CheckResult(title, CheckState.Well, Path.GetFullPath(root));
        }
        catch (DataFolderException e)
        {
            return new CheckResult(title, CheckState.Failed, e.Message);
        }
    }

    private static CheckResult CheckFolder(string name, string folder)
    {
        var title = CheckTexts.Format(name);
        var full = Path.GetFullPath(folder);
        try
        {
            DataFolders.TryWriting(full);
            return new CheckResult(title, CheckState.Well, full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CheckResult(title, CheckState.Failed, CheckTexts.Format("NotWritable", full, e.Message));
        }
    }

    private static CheckResult CheckLayouts(string folder)
    {
        var title = CheckTexts.Format("Layouts");
        try
        {
            var result = LayoutFolder.Read(folder).Load();
            var problem = result.Problems.FirstOrDefault(p => !p.IsWarning);
            return problem is null
                ? new CheckResult(title, CheckState.Well, CheckTexts.Format("LayoutsGood", result.Layouts.All.Count, folder))
                : new CheckResult(title, CheckState.Failed, CheckTexts.Format("LayoutsBad", result.Problems.Count(p => !p.IsWarning), folder, problem));
        }
        catch (LayoutFolderException e)
        {
            return new CheckResult(title, CheckState.Failed, e.Message);
        }
    }
}
