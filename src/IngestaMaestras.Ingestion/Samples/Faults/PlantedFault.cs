using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Something to spoil a line with, and what must be reported of it.</summary>
internal abstract class PlantedFault
{
    /// <summary>Faults of one kind stand for each other: a sample has at least one of every kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What rejects the line: error types with their fields, null where the line as a whole is wrong.</summary>
    public IReadOnlyList<(string ErrorType, string? Field)> Errors { get; init; } = [];

    /// <summary>What is only reported.</summary>
    public IReadOnlyList<(string ErrorType, string? Field)> Warnings { get; init; } = [];

    public bool IsRejecting => Errors.Count > 0;

    /// <summary>The rejected line still tells its key.</summary>
    public bool IsKeyReadable { get; init; }

    /// <summary>A second one in the same file would not be what it says.</summary>
    public bool IsOnce { get; init; }

    /// <summary>It needs a good row before it.</summary>
    public virtual bool NeedsOrigin => false;

    /// <summary>At the end of a file it might not be seen.</summary>
    public virtual bool IsNeverLast => false;

    /// <summary>What is wrong is not seen in the line: it refers to something that is not there.</summary>
    public bool IsReference => Errors.Concat(Warnings).Any(e => e.ErrorType == ErrorType.MissingReference);

    /// <summary>Spoils the record before its line is written.</summary>
    public virtual void Spoil(SampleRecord record, ulong seed)
    {
    }

    /// <summary>Spoils the line, in place; gives its new length.</summary>
    public virtual int Spoil(Span<byte> line, ulong seed) => line.Length;
}
