using System.Globalization;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Processor and memory of this machine, as the kernel counts them.</summary>
internal static class MachineSamples
{
    private const int Idle = 3;
    private const int WaitingForDisk = 4;

    /// <summary>Guests are counted twice: as themselves and as their hosts.</summary>
    private const int Kinds = 8;

    /// <summary>Processor time since the machine started: two of these tell what was used between them.</summary>
    public static IEnumerable<Measurements.Sample> Read()
    {
        var machine = Environment.MachineName;
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Kinds)
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToList();
        yield return new(Measurements.CpuTotal, machine, times.Sum());
        yield return new(Measurements.CpuBusy, machine, times.Where((_, i) => i is not (Idle or WaitingForDisk)).Sum());

        var memory = File.ReadLines("/proc/meminfo").Select(l => l.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture) * 1024);
        yield return new(Measurements.MemoryTotal, machine, memory["MemTotal"]);
        yield return new(Measurements.MemoryUsed, machine, memory["MemTotal"] - memory["MemAvailable"]);
    }
}
