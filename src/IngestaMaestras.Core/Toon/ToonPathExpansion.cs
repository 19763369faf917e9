namespace IngestaMaestras.Core.Toon;

/// <summary>What a decoder does with unquoted keys that contain dots.</summary>
public enum ToonPathExpansion
{
    /// <summary>A dotted key is a key like any other.</summary>
    Off,

    /// <summary>A dotted key whose parts are all identifiers becomes nested objects, merged with their like.</summary>
    Safe,
}
