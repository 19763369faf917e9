using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>What operators read about the private PostgreSQL; the sentences are in the .resx file beside.</summary>
internal static class PrivateClusterTexts
{
    private static readonly ResourceManager Resources =
        new(typeof(PrivateClusterTexts).FullName!, typeof(PrivateClusterTexts).Assembly);

    public static string PostgresMissing(int oldest) => Format(nameof(PostgresMissing), oldest);

    public static string PostgresVersionMissing(int version) => Format(nameof(PostgresVersionMissing), version);

    public static string AccountMissing(string account, string folder) =>
        Format(nameof(AccountMissing), account, folder);

    public static string CommandNotRun(string command, string reason) =>
        Format(nameof(CommandNotRun), command, reason);

    public static string FolderNotWritable(string folder, string reason) =>
        Format(nameof(FolderNotWritable), folder, reason);

    public static string FolderNotReadable(string folder, string reason) =>
        Format(nameof(FolderNotReadable), folder, reason);

    public static string FolderUnreachable(string folder, string account) =>
        Format(nameof(FolderUnreachable), folder, account);

    public static string DataFolderForeign(string folder) => Format(nameof(DataFolderForeign), folder);

    public static string InitFailed(string folder, string reason) => Format(nameof(InitFailed), folder, reason);

    public static string StateMissing(string file, string data) => Format(nameof(StateMissing), file, data);

    public static string StateUnreadable(string file) => Format(nameof(StateUnreadable), file);

    public static string PasswordRefused(string file, string data) => Format(nameof(PasswordRefused), file, data);

    public static string PortBusy(int port) => Format(nameof(PortBusy), port);

    public static string NoFreePort(int first, int last) => Format(nameof(NoFreePort), first, last);

    public static string StartBusy(TimeSpan timeout, string folder) =>
        Format(nameof(StartBusy), Seconds(timeout), folder);

    public static string NotStarted(string reason, string log) => Format(nameof(NotStarted), reason, log);

    public static string NotReadyInTime(TimeSpan timeout, string log) =>
        Format(nameof(NotReadyInTime), Seconds(timeout), log);

    public static string NotStopped(TimeSpan timeout, string log) => Format(nameof(NotStopped), Seconds(timeout), log);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds);

    private static string Format(string name, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, Resources.GetString(name, CultureInfo.CurrentUICulture)!, values);
}
