using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>A file as it lies there to be corrected, in memory.</summary>
/// <param name="FileId">Its row; of a rejects file that has none, the row of the file whose rejected lines it holds.</param>
/// <param name="IsRejects">It is that rejects file.</param>
/// <param name="FileName">Its name, which the corrected file gets, too.</param>
/// <param name="Path">Relative to the data root.</param>
/// <param name="Layout">The one in force, which will read the corrected file.</param>
/// <param name="Sha256">Of <paramref name="Bytes"/>.</param>
/// <param name="LastRelative">The newest file with the same original: a newer one is somebody's correction.</param>
/// <param name="Warning">What is to be known before any work is put into it; null: nothing.</param>
/// <param name="Rejected">Lines that the merge rejected although they are well-formed.</param>
public sealed record CorrectionSource(
    long FileId, bool IsRejects, string FileName, string Path, DateOnly FechaProceso, Layout Layout, byte[] Bytes, FileLines Lines,
    string Sha256, long LastRelative, string? Warning, IReadOnlySet<int> Rejected)
{
    /// <summary>The first line that holds a record.</summary>
    public int FirstLine => Layout.IgnoreHeader ? 2 : 1;
}
