using System.Globalization;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Who this process is among all workers.</summary>
/// <param name="WorkerId">Unique to this process.</param>
/// <param name="HostKey">Machine, boot and process namespace: workers that share it can see each other's processes.</param>
/// <param name="ProcessStart">Clock ticks since boot at which the process started; a process id alone may be reused.</param>
public sealed record WorkerIdentity(string WorkerId, string HostKey, string Host, int ProcessId, long ProcessStart)
{
    public static WorkerIdentity Current()
    {
        var host = Environment.MachineName;
        var process = Environment.ProcessId;
        return new WorkerIdentity(
            string.Create(CultureInfo.InvariantCulture, $"{host}:{process}:{Guid.NewGuid():N}"),
            $"{host}/{ReadBootId()}/{new FileInfo("/proc/self/ns/pid").LinkTarget}",
            host,
            process,
            ReadProcessStart(process) ?? 0);
    }

    /// <summary>Start of a process of this machine, from <c>/proc/PID/stat</c> (proc(5), field 22); null when it is gone.</summary>
    public static long? ReadProcessStart(int processId)
    {
        string stat;
        try
        {
            stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        }
        catch (IOException)
        {
            return null;
        }

        // The second field is the command in parentheses and may hold spaces; fields after it are plain.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        // A zombie has ended: only its parent has not noticed.
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    private static string ReadBootId() =>
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";
}
