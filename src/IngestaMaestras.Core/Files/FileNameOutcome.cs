namespace IngestaMaestras.Core.Files;

/// <summary>What a file's name says about it.</summary>
public enum FileNameOutcome
{
    /// <summary>It belongs to a master.</summary>
    Matched,

    /// <summary>It does not end in <c>.txt</c>, whether or not the rest names a master.</summary>
    WrongExtension,

    /// <summary>It names no master.</summary>
    Unknown,
}
