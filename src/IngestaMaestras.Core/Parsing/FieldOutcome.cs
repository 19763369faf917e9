namespace IngestaMaestras.Core.Parsing;

/// <summary>How a text stood up to its type.</summary>
internal enum FieldOutcome
{
    Valid,
    InvalidType,
    LengthExceeded,
}
