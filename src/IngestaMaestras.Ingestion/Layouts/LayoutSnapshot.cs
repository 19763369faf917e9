using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>The layouts in force at one moment and what is wrong with the folder they came from.</summary>
/// <param name="Layouts">The set in force: the last good one.</param>
/// <param name="Problems">Errors and warnings of the folder as it is now.</param>
/// <param name="LoadedAt">When the set in force was loaded.</param>
/// <param name="IsUpToDate">False when the folder has errors, so that an earlier set stays in force.</param>
public sealed record LayoutSnapshot(
    LayoutSet Layouts, IReadOnlyList<LayoutProblem> Problems, DateTimeOffset LoadedAt, bool IsUpToDate);
