using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Files;

/// <summary>What <see cref="FileNameMatcher"/> read in a file's name.</summary>
/// <param name="Layout">The master's layout; null when the name belongs to none.</param>
/// <param name="Stem">The name without extension and without the marker that we add on collisions.</param>
/// <param name="Suffix">What follows the master's name in the stem, its separator included; may be empty.</param>
/// <param name="BusinessDate">The date in the suffix, if it has one.</param>
/// <param name="IsRejects">
/// Made of rejected lines, or named as if it were: such a file is never the whole truth about its master.
/// </param>
/// <param name="OriginFileId">Rejects: the file that the lines were rejected from; null when the name does not tell.</param>
/// <param name="ChainOrder">
/// Orders the files of one master and date: compared ordinally it gives the order of the names, digits counting as
/// numbers. Markers of collisions do not change it. Empty without a layout.
/// </param>
public sealed record FileNameMatch(
    FileNameOutcome Outcome,
    Layout? Layout,
    string Stem,
    string Suffix,
    DateOnly? BusinessDate,
    bool IsRejects,
    long? OriginFileId,
    string ChainOrder);
