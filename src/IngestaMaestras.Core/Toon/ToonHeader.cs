namespace IngestaMaestras.Core.Toon;

/// <summary>The bracket and the fields of an array's header.</summary>
/// <param name="Offset">Offset of the bracket.</param>
/// <param name="Length">The declared length.</param>
/// <param name="Delimiter">What separates values and fields: comma, pipe or tab.</param>
/// <param name="Fields">The fields of a tabular array; null for any other.</param>
internal sealed record ToonHeader(int Offset, int Length, char Delimiter, IReadOnlyList<ToonKey>? Fields);
