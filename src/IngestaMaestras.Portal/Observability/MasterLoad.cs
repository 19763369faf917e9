using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Observability;

/// <summary>What came of a master's files on one date.</summary>
/// <param name="WorstRatio">Rejected share of the file that has most.</param>
internal sealed record MasterLoad(long Read, long Accepted, long Rejected, double WorstRatio)
{
    /// <returns>Null when no file of that date was read.</returns>
    public static MasterLoad? Of(MasterOutcome master)
    {
        var read = master.Files.Where(f => f.ReadCount > 0).ToList();
        if (read.Count == 0)
        {
            return null;
        }

        var whole = read.Where(f => f.OriginFileId is null).ToList();
        return new MasterLoad(
            whole.Sum(f => f.ReadCount ?? 0), whole.Sum(f => f.AcceptedCount ?? 0), whole.Sum(f => f.RejectedCount ?? 0),
            read.Where(f => f is { IsEffective: true, IsAccepted: false }).Select(f => RatioOf(f, whole)).DefaultIfEmpty(0).Max());
    }

    /// <summary>A rejects file that came later leaves what it could not mend, out of all that its original had.</summary>
    private static double RatioOf(FileOutcome file, List<FileOutcome> whole)
    {
        var records = whole.FirstOrDefault(f => f.FileId == file.OriginFileId)?.ReadCount ?? file.ReadCount ?? 0;
        return records == 0 ? 0 : (double)(file.RejectedCount ?? 0) / records;
    }
}
