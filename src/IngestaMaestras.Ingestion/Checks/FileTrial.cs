using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Checks;

/// <summary>What loading a file would come to.</summary>
/// <param name="Check">What the file by itself tells.</param>
/// <param name="Merge">What the comparison with the hub tells; null: the file is not one that could be compared.</param>
/// <param name="NameIs">The master that its name belongs to; null: none, so that in input it would be refused.</param>
public sealed record FileTrial(Layout Layout, DateOnly FechaProceso, FileCheck Check, MergeResult? Merge, string? NameIs);
