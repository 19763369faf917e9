using System.Globalization;
using System.Text;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>
/// What stands where the layout has no field: data that the ERP sends and nobody ingests. A few variants are made once
/// and used over and over.
/// </summary>
internal sealed class Filler
{
    private const int Variants = 61;
    private const int VariantsOfWide = 3;
    private const int Wide = 10_000;

    private static readonly string[] Words =
        ["BOGOTÁ D.C.", "ACTIVO", "NORMAL", "AÑO", "COP", "S", "N", "UND", "MEDELLÍN", "KG", "NAL", "001", "PEÑÓN", "ADMIN"];

    private readonly byte[][] _variants;

    private Filler(int characters, Func<int, string> make)
    {
        int count = characters < Wide ? Variants : VariantsOfWide;
        _variants = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes(make(i)))];
    }

    /// <summary>Fields of fixed width, one after the other; the last third is blank if the line ends with it.</summary>
    public static Filler Stretch(ColumnLimits limits, int characters, bool isTail, ulong seed)
    {
        return new Filler(characters, variant =>
        {
            SampleRandom random = new(SampleRandom.Derive(seed, (ulong)variant));
            int filled = isTail ? (characters * 2 / 3) - random.Below((characters / 6) + 1) : characters;
            StringBuilder text = new();
            while (text.Length < filled)
            {
                text.Append(Piece(limits, ref random));
                if (random.Chance(60))
                    text.Append(' ', 1 + random.Below(4));
            }

            text.Length = Math.Min(text.Length, filled);
            return text.ToString().PadRight(characters);
        });
    }

    /// <summary>One value, padded to the width of its part.</summary>
    public static Filler Part(ColumnLimits limits, int characters, ulong seed)
    {
        int kind = new SampleRandom(seed).Below(5);
        return new Filler(characters, variant =>
        {
            SampleRandom random = new(SampleRandom.Derive(seed, (ulong)variant));
            string text = kind switch
            {
                0 => Date(ref random),
                1 => Number(ref random, Math.Min(characters, 10)),
                2 => Words[random.Below(Words.Length)],
                3 => random.Chance(30) ? "" : Number(ref random, Math.Min(characters, 4)),
                _ => Piece(limits, ref random),
            };
            text = limits.Fits(text) ? text : Number(ref random, Math.Min(characters, 6));
            return (text.Length > characters ? text[..characters] : text).PadRight(characters);
        });
    }

    public ReadOnlySpan<byte> Pick(ulong random) => _variants[random % (ulong)_variants.Length];

    private static string Piece(ColumnLimits limits, ref SampleRandom random)
    {
        string piece = random.Below(6) switch
        {
            0 => Date(ref random),
            1 => Number(ref random, 12),
            2 => Words[random.Below(Words.Length)],
            3 => Number(ref random, 2),
            4 => Number(ref random, 1 + random.Below(9)),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + random.Below(26))}{random.Below(1000):D3}"),
        };
        return limits.Fits(piece) ? piece : Number(ref random, 3);
    }

    private static string Date(ref SampleRandom random) => string.Create(
        CultureInfo.InvariantCulture, $"{2005 + random.Below(20)}{1 + random.Below(12):D2}{1 + random.Below(28):D2}");

    private static string Number(ref SampleRandom random, int digits)
    {
        StringBuilder number = new(digits);
        for (int i = 0; i < digits; i++)
            number.Append((char)('0' + random.Below(10)));
        return number.ToString();
    }
}
