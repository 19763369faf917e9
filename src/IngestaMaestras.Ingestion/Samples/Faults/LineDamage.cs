namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Ways in which a line as a whole is wrong.</summary>
internal enum LineDamage
{
    /// <summary>It ends before the last required field.</summary>
    Short,

    /// <summary>It has all required fields but not all parts.</summary>
    TooFewParts,

    /// <summary>It has the delimiter once too often.</summary>
    TooManyParts,

    ControlCharacter,

    WrongEncoding,
}
