using System.Diagnostics;
using System.Text;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>Another process of this program, on a scratch database and a folder of its own, to be killed.</summary>
internal sealed class DrillProcess : IDisposable
{
    private const int KeptCharacters = 4_000;

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private DrillProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last of what it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString().Trim();
            }
        }
    }

    /// <param name="hub">Connection string; it goes by environment, as command lines can be read by everybody.</param>
    /// <param name="dataRoot">Its data root.</param>
    public static DrillProcess Start(DrillSetting setting, string hub, string dataRoot, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(setting.Program[0], [.. setting.Program.Skip(1), .. arguments])
        {
            WorkingDirectory = dataRoot,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Settings(setting, hub, dataRoot))
        {
            foreach (var other in start.Environment.Keys.Where(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                start.Environment.Remove(other);
            }

            start.Environment[name] = value;
        }

        // Its standard input stays open as long as we live: a worker ends with it.
        return new DrillProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL: it gets no chance to tidy up.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
    }

    public Task WaitForExitAsync(CancellationToken ct) => _process.WaitForExitAsync(ct);

    public int ExitCode => _process.ExitCode;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>Nothing of it reaches anybody: no target, no alert, no log of the installation's.</summary>
    private static Dictionary<string, string> Settings(DrillSetting setting, string hub, string dataRoot) => new()
    {
        ["ConnectionStrings__Hub"] = hub,
        ["ConnectionStrings__Oracle"] = "",
        ["Kafka__Enabled"] = "false",
        ["Ingesta__DataRoot"] = dataRoot,
        ["Ingesta__LayoutsPath"] = setting.LayoutsFolder,
        ["Ingesta__ArrivalQuietPeriod"] = "00:00:00.100",
        ["Ingesta__LeaseDuration"] = "00:00:03",
        ["Ingesta__LeaseRenewInterval"] = "00:00:00.500",
        ["Backup__Folder"] = "",
        ["Metrics__Port"] = "0",
        ["Log__Folder"] = "no",
        ["Alerts__Smtp"] = "",
        ["Alerts__WebhookUrl"] = "",
        ["Alerts__PrometheusUrl"] = "",
    };

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
            if (_said.Length > KeptCharacters)
            {
                _said.Remove(0, _said.Length - KeptCharacters);
            }
        }
    }
}
