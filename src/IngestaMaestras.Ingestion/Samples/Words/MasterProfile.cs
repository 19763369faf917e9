using System.Collections.Frozen;
using System.Globalization;

namespace IngestaMaestras.Ingestion.Samples.Words;

/// <summary>What the files of a master really look like, beyond what its layout says.</summary>
internal sealed record MasterProfile
{
    private const int UsualRowsOfOthers = 100;
    private const int Cities = 999;

    private static readonly FrozenDictionary<string, MasterProfile> Known = new Dictionary<string, MasterProfile>
    {
        ["XWECIA"] = new() { Width = 321, UsualRows = 3, KnownRows = Coded(RealRows.Companies), Theme = NameTheme.Stores },
        ["XMONEDA"] = new() { Width = 321, UsualRows = 12, KnownRows = Coded(RealRows.Currencies) },
        ["XWEPAI"] = new() { Width = 321, UsualRows = 231, KnownRows = Coded(RealCountries.Rows), Theme = NameTheme.Places },
        ["XCIUDAD"] = new() { Width = 321, UsualRows = Cities, KnownRows = NumberedCities(), Theme = NameTheme.Places },
        ["XWEDEP"] = new() { Width = 1171, UsualRows = 1677, Theme = NameTheme.Stores },
        ["XLEXSUBL"] = new() { Width = 416, Parts = 5, UsualRows = 147, Theme = NameTheme.Products },
        ["XCADENA"] = new() { Width = 321, UsualRows = 24, KnownRows = Coded(RealRows.Chains), Theme = NameTheme.Chains },
        ["XGEN"] = new() { Width = 321, UsualRows = 15, Names = Lines(RealRows.Divisions), Theme = NameTheme.Areas },
        ["XCATEG"] = new() { Width = 321, UsualRows = 1526, KeyShape = [147, 11], Theme = NameTheme.Products },
        ["XLEXSUBC"] = new()
        {
            Width = 321, Parts = 6, UsualRows = 5259, KeyShape = [480, 11], Theme = NameTheme.Products,
            PlaceholderShare = 0.04m,
        },
        ["XUEN"] = new() { Width = 321, UsualRows = 50, Theme = NameTheme.Areas },
        ["XCAN"] = new() { Width = 321, UsualRows = 8, KnownRows = Coded(RealRows.Channels) },
        ["CRLISUCATE"] = new()
        {
            Width = 297, Parts = 18, UsualRows = 8122, KeyShape = [147, 8, 7], Theme = NameTheme.Products,
            BlankNames = 55,
        },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Rows of a file when nobody says how many.</summary>
    public int UsualRows { get; init; } = UsualRowsOfOthers;

    /// <summary>Codes of the first rows and their names, where the key has one field; the name may be missing.</summary>
    public IReadOnlyList<(string Code, string? Name)> KnownRows { get; init; } = [];

    /// <summary>Names of the first rows whatever their codes.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many values each field of the key usually takes.</summary>
    public IReadOnlyList<int> KeyShape { get; init; } = [];

    public NameTheme Theme { get; init; } = NameTheme.Anything;

    /// <summary>Share of lines that repeat the key of a placeholder row.</summary>
    public decimal PlaceholderShare { get; init; }

    /// <summary>Percentage of rows without the name, where the layout lets it be blank.</summary>
    public int? BlankNames { get; init; }

    /// <summary>Width of a line where the layout declares none.</summary>
    public int? Width { get; init; }

    /// <summary>Parts of a delimited line where the layout declares none.</summary>
    public int? Parts { get; init; }

    public static MasterProfile Of(string maestra) => Known.GetValueOrDefault(maestra) ?? new MasterProfile();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static (string, string?)[] Coded(string text) =>
        [.. Lines(text).Select(line => line.Split(' ', 2)).Select(parts => (parts[0], (string?)parts[1]))];

    private static (string, string?)[] NumberedCities()
    {
        string[] names = Lines(RealRows.Cities);
        return
        [
            .. Enumerable.Range(1, Cities).Select(code => (
                code.ToString("D3", CultureInfo.InvariantCulture), code <= names.Length ? names[code - 1] : null)),
        ];
    }
}
