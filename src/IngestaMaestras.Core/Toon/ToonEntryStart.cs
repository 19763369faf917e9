namespace IngestaMaestras.Core.Toon;

/// <summary>What stands before the value on a line: a key, an array's header, or both.</summary>
/// <param name="Key">The key; null for an array without one.</param>
/// <param name="Header">The header; null when the value is no array with a header.</param>
/// <param name="ValueStart">Offset after the colon.</param>
internal readonly record struct ToonEntryStart(ToonKey? Key, ToonHeader? Header, int ValueStart);
