using System.Collections.Frozen;

namespace IngestaMaestras.Ingestion.Samples;

/// <summary>The words for <see cref="SampleVariant"/> on the command line and in manifests.</summary>
public static class SampleVariantNames
{
    private static readonly FrozenDictionary<SampleVariant, string> Names = new Dictionary<SampleVariant, string>
    {
        [SampleVariant.Empty] = "empty",
        [SampleVariant.Unknown] = "unknown",
        [SampleVariant.Extension] = "extension",
        [SampleVariant.Truncated] = "truncated",
        [SampleVariant.Crlf] = "crlf",
        [SampleVariant.Bom] = "bom",
        [SampleVariant.ControlZ] = "ctrlz",
        [SampleVariant.NoNewline] = "nonewline",
        [SampleVariant.Header] = "header",
        [SampleVariant.Older] = "older",
    }.ToFrozenDictionary();

    /// <summary>Every word, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SampleVariant>().Select(Of)];

    public static string Of(SampleVariant variant) => Names[variant];

    public static SampleVariant? Find(string name)
    {
        foreach ((SampleVariant variant, string word) in Names)
        {
            if (string.Equals(word, name.Trim(), StringComparison.OrdinalIgnoreCase))
                return variant;
        }

        return null;
    }
}
