using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>Whatever a layout file holds, loading ends with a set or with problems, never with an exception.</summary>
public sealed class LayoutFuzzTests
{
    private static readonly string[] Fragments =
    [
        "", " ", "\n", "  ", ",", ":", "\"", "[", "]", "{", "}", "-", "|", "\t", "\\", "0", "-1", "999999999999999999999",
        "1e400", "null", "true", "erp_uno.cod", "rango 1..99", "patron", "valores", "referencia", "decimal(28,28)",
        "fecha(yyyyMMdd)", "texto(", "numero(18)", "[2]: ", "{}", "[]", "campos_clave: ", "constantes[1]{nombre,valor}:",
        "Ñ", "\u0000", "\uD800", "😀", "XCADENA:", "  tipo: fixed\n", "- ",
    ];

    private static readonly IReadOnlyList<LayoutText> Shipped = ShippedLayouts.Read();

    private static bool IsLong => Environment.GetEnvironmentVariable("INGESTA_LONG") == "1";

    [Fact]
    public void Mutated_layouts_never_throw_and_what_loads_can_be_read_with()
    {
        var rounds = IsLong ? 200_000 : 3_000;
        var valid = 0;
        for (var seed = 0; seed < rounds; seed++)
        {
            var texts = Mutate(new Random(seed));
            LayoutLoadResult result;
            try
            {
                result = LayoutLoader.Load(texts);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"Seed {seed}"), e);
            }

            valid += result.IsValid ? 1 : 0;
            foreach (var layout in result.Layouts.All)
            {
                // It throws for a layout that it could not read a file with.
                using RecordReader reader = new(layout, Stream.Null);
            }

            Assert.Equal(result.IsValid, result.Layouts.All.Count > 0);
            Assert.All(result.Problems, p => Assert.False(string.IsNullOrEmpty(p.Message) || p.Found.Length == 0));
        }

        // Some mutations are harmless, most are not: neither side of the check is idle.
        Assert.InRange(valid, 1, rounds - 1);
    }

    private static LayoutText[] Mutate(Random random)
    {
        var texts = Shipped.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var i = random.Next(texts.Length);
            texts[i] = texts[i] with { Text = MutateOnce(random, texts[i].Text) };
        }

        return texts;
    }

    private static string MutateOnce(Random random, string text)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(1, 12), text.Length - at);
        var lines = text.Split('\n');
        var (one, two) = (random.Next(lines.Length), random.Next(lines.Length));
        switch (random.Next(7))
        {
            case 0:
                return text.Remove(at, length);
            case 1:
                return text.Insert(at, Fragments[random.Next(Fragments.Length)]);
            case 2:
                return text.Remove(at, length).Insert(at, Fragments[random.Next(Fragments.Length)]);
            case 3:
                return text[..at];
            case 4:
                (lines[one], lines[two]) = (lines[two], lines[one]);
                return string.Join('\n', lines);
            case 5:
                return string.Join('\n', [.. lines[..one], lines[two], .. lines[one..]]);
            default:
                var cells = lines[one].Split(',');
                cells[random.Next(cells.Length)] = Fragments[random.Next(Fragments.Length)];
                lines[one] = string.Join(',', cells);
                return string.Join('\n', lines);
        }
    }
}
