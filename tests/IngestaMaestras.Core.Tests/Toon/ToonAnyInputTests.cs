using CsCheck;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonAnyInputTests
{
    private static readonly Gen<ToonDecodeOptions> Options =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[1, 4]).Select((strict, expand, indent) => new ToonDecodeOptions
        {
            Strict = strict,
            Indent = indent,
            ExpandPaths = expand ? ToonPathExpansion.Safe : ToonPathExpansion.Off,
        });

    private static readonly Gen<string> Piece = Gen.OneOf(
        "\n", "\n", "\n", "\n  ", "\n  ", "\n    ", "\n\n", "\r\n", "\r", "\t", " ", "  ", "- ", "-", ":", ": ", ",", "|", "\"",
        "\\", "\\n", "\\u", "\\u0041", "\\ud83d", "[", "]", "[2]", "[2]:", "[1|]", "[1\t]:", "[0]:", "[]", "[03]", "{", "}",
        "{a,b}:", "{a|b}:", "a", "b.c", "a.b", "a:", "a: 1", "b", "1", "2,3", "true", "null", "-5", "1e5", "1e99999999999", "ñ",
        "😀", "\ud800", "\udc00", "\ufeff", "\0", "\u2028", "99999999999");

    [Fact]
    public void Random_text_is_decoded_or_refused_with_a_place() => ToonSamples.ForEach(
        Gen.Select(Piece.Array[0, 30].Select(string.Concat), Options), 20000, Show, s => Check(s.Item1, s.Item2));

    [Fact]
    public void Damaged_fixtures_are_decoded_or_refused_with_a_place()
    {
        var texts = ToonPackage.Fixtures("decode").Select(f => f.Input.GetString()!)
            .Concat(ToonPackage.Fixtures("encode").Select(f => f.Expected.GetString()!)).ToArray();
        var damaged = Gen.Select(Gen.OneOf(texts), Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 3], Piece).Array[1, 4])
            .Select((text, damages) => damages.Aggregate(text, (t, d) => Damage(t, d.Item1, d.Item2, d.Item3)));
        ToonSamples.ForEach(Gen.Select(damaged, Options), 20000, Show, s => Check(s.Item1, s.Item2));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2000)]
    public void Lines_of_only_one_kind_are_decoded_or_refused_with_a_place(int count)
    {
        string[] lines = ["a:", "- ", "-", "- -", "[1]:", "- [1]:", "a[1]:", "- a[1]:", "a[1]{b}:", "\"", ":", "a.b:", "  "];
        foreach (var line in lines)
        {
            foreach (var strict in (bool[])[true, false])
            {
                ToonDecodeOptions options = new() { Strict = strict, ExpandPaths = ToonPathExpansion.Safe, Indent = 1 };
                Check(string.Join('\n', Enumerable.Repeat(line, count)), options);
                Check(string.Join('\n', Enumerable.Range(0, count).Select(i => new string(' ', i) + line)), options);
                Check(string.Concat(Enumerable.Repeat(line, count)), options);
            }
        }
    }

    /// <summary>
    /// Whatever the decoder accepts must also be JSON; whatever it refuses has a place inside the text.
    /// </summary>
    private static void Check(string text, ToonDecodeOptions options)
    {
        try
        {
            ToonAssert.Json(ToonDecoder.Decode(text, options));
        }
        catch (ToonException e)
        {
            var lines = text.Split('\n');
            Assert.InRange(e.Line, 1, lines.Length);
            Assert.InRange(e.Column, 1, lines[e.Line - 1].Length + 1);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    private static string Damage(string text, int place, int kind, string piece)
    {
        place = text.Length == 0 ? 0 : place % text.Length;
        return kind switch
        {
            0 => text.Insert(place, piece),
            1 when text.Length > 0 => text.Remove(place, 1),
            2 => text[..place],
            _ => text[place..] + piece + text[..place],
        };
    }

    private static string Show((string Text, ToonDecodeOptions Options) sample) =>
        $"{System.Text.Json.JsonSerializer.Serialize(sample.Text)} {sample.Options}";
}
