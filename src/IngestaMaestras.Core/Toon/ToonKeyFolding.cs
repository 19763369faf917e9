namespace IngestaMaestras.Core.Toon;

/// <summary>What an encoder does with objects that hold a single key.</summary>
public enum ToonKeyFolding
{
    /// <summary>Every object gets its own lines.</summary>
    Off,

    /// <summary>
    /// A chain of single keys that are identifiers becomes one dotted key, unless a key like it is there.
    /// </summary>
    Safe,
}
