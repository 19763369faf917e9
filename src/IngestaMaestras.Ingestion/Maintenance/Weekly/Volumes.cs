namespace IngestaMaestras.Ingestion.Maintenance.Weekly;

/// <summary>Compares what files held with what the master's files used to hold.</summary>
internal static class Volumes
{
    /// <summary>With fewer files before, nothing is usual yet.</summary>
    private const int FewFiles = 5;

    /// <summary>Differences that small are told of no master.</summary>
    private const int FewRecords = 10;

    private const double Deviations = 3;
    private const double Share = 0.5;

    public sealed record Reading(string Maestra, long FileId, string FileName, DateOnly FechaProceso, long Records, DateTime EndedAt);

    public static IReadOnlyList<VolumeFigures> Compare(IEnumerable<Reading> readings, DateTime from) =>
    [
        .. readings.GroupBy(r => r.Maestra).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Compare(g.Key, [.. g.Where(r => r.EndedAt >= from)], [.. g.Where(r => r.EndedAt < from).Select(r => (double)r.Records)]))
            .Where(v => v.Files > 0),
    ];

    private static VolumeFigures Compare(string maestra, IReadOnlyList<Reading> week, IReadOnlyList<double> before)
    {
        var last = week.MaxBy(r => r.EndedAt)?.Records ?? 0;
        if (before.Count < FewFiles)
        {
            return new VolumeFigures(maestra, week.Count, last, null, []);
        }

        var median = Median(before);
        var mean = before.Average();
        var deviation = Math.Sqrt(before.Sum(b => (b - mean) * (b - mean)) / (before.Count - 1));
        return new VolumeFigures(
            maestra, week.Count, last, median,
            [
                .. from r in week
                   where Math.Abs(r.Records - median) >= FewRecords
                   let isFar = Math.Abs(r.Records - mean) > Deviations * deviation
                   where isFar || Math.Abs(r.Records - median) > Share * median
                   orderby r.EndedAt
                   select new UnusualFile(r.FileId, r.FileName, r.FechaProceso, r.Records, isFar),
            ]);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        List<double> sorted = [.. values.Order()];
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
