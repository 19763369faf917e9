using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonRoundTripTests
{
    private static readonly Gen<ToonEncodeOptions> Options =
        Gen.Select(Gen.OneOf(',', '|', '\t'), Gen.Int[1, 5]).Select((delimiter, indent) =>
            new ToonEncodeOptions { Delimiter = delimiter, Indent = indent });

    [Fact]
    public void Any_json_value_comes_back_from_toon_as_it_went_in() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: true), Options), 1500, Show, sample =>
        {
            var (value, options) = sample;
            var decoded = ToonDecoder.Decode(
                ToonEncoder.Encode(value, options), new ToonDecodeOptions { Indent = options.Indent });
            Assert.Equal(ToonAssert.Json(Ordered(value)), ToonAssert.Json(Ordered(decoded)));
        });

    [Fact]
    public void Folded_keys_expand_to_the_value_that_was_folded() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: false), Options, Gen.Int[-1, 4]), 1500, s => Show((s.Item1, s.Item2)), sample =>
        {
            var (value, options, flatten) = sample;
            options = options with { KeyFolding = ToonKeyFolding.Safe, FlattenDepth = flatten < 0 ? null : flatten };
            var decoded = ToonDecoder.Decode(
                ToonEncoder.Encode(value, options),
                new ToonDecodeOptions { Indent = options.Indent, ExpandPaths = ToonPathExpansion.Safe });
            Assert.Equal(ToonAssert.Json(Ordered(value)), ToonAssert.Json(Ordered(decoded)));
        });

    [Fact]
    public void A_lenient_decoder_reads_what_a_strict_one_accepts_and_gives_the_same() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: true), Options), 500, Show, sample =>
        {
            var (value, options) = sample;
            var decoded = ToonDecoder.Decode(
                ToonEncoder.Encode(value, options), new ToonDecodeOptions { Indent = options.Indent, Strict = false });
            Assert.Equal(ToonAssert.Json(Ordered(value)), ToonAssert.Json(Ordered(decoded)));
        });

    [Fact]
    public void Encoded_text_has_no_line_end_at_its_end_and_no_blanks_at_any_line_end() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: true), Options), 500, Show, sample =>
        {
            var text = ToonEncoder.Encode(sample.Item1, sample.Item2);
            Assert.DoesNotContain('\r', text);
            Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(' '), line));
            Assert.False(text.EndsWith('\n'));
        });

    [Fact]
    public void Json_text_and_its_nodes_encode_alike() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: true), Options), 500, Show, sample =>
        {
            var (value, options) = sample;
            using var json = JsonDocument.Parse(ToonAssert.Json(value));
            Assert.Equal(ToonEncoder.Encode(value, options), ToonEncoder.Encode(json.RootElement, options));
        });

    [Fact]
    public void Every_value_and_key_is_where_its_line_and_column_say() => ToonSamples.ForEach(
        Gen.Select(ToonGen.Value(dottedPaths: false), Options, Gen.Bool), 1000, s => Show((s.Item1, s.Item2)), sample =>
        {
            var (value, options, fold) = sample;
            options = options with { KeyFolding = fold ? ToonKeyFolding.Safe : ToonKeyFolding.Off };
            var text = ToonEncoder.Encode(value, options);
            CheckPlaces(ToonDecoder.Decode(
                text, new ToonDecodeOptions { Indent = options.Indent, ExpandPaths = ToonPathExpansion.Safe }), text);
        });

    /// <summary>A table has one order of keys for all its rows: order is compared only where no table can be.</summary>
    private static ToonNode Ordered(ToonNode node)
    {
        switch (node)
        {
            case ToonObject map:
                return map with { Entries = [.. map.Entries.Select(e => e with { Value = Ordered(e.Value) })] };
            case ToonArray { Items: [ToonObject { Entries.Count: > 0 } first, ..] items } array
                when items.All(i => i is ToonObject o && o.Entries.All(e => e.Value is ToonPrimitive)
                    && o.Entries.Select(e => e.Key).ToHashSet().SetEquals(first.Entries.Select(e => e.Key))):
                var keys = first.Entries.Select(e => e.Key).ToList();
                return array with
                {
                    Items = [.. items.Cast<ToonObject>().Select(
                        o => o with { Entries = [.. o.Entries.OrderBy(e => keys.IndexOf(e.Key))] })],
                };
            case ToonArray array:
                return array with { Items = [.. array.Items.Select(Ordered)] };
            default:
                return node;
        }
    }

    private static void CheckPlaces(ToonNode node, string text)
    {
        var there = At(text, node.Line, node.Column);
        switch (node)
        {
            case ToonArray array:
                Assert.StartsWith("[", there, StringComparison.Ordinal);
                foreach (var item in array.Items)
                    CheckPlaces(item, text);
                break;
            case ToonObject { Entries: [var first, ..] } map:
                Assert.Equal((first.Line, first.Column), (map.Line, map.Column));
                foreach (var entry in map.Entries)
                {
                    var isCell = (entry.Line, entry.Column) == (entry.Value.Line, entry.Value.Column)
                        && entry.Value is ToonPrimitive;
                    if (!isCell)
                        AssertWritten(entry.Key, At(text, entry.Line, entry.Column));
                    CheckPlaces(entry.Value, text);
                }

                break;
            case ToonPrimitive { Value: string value }:
                AssertWritten(value, there);
                break;
            case ToonPrimitive { Value: ToonNumber value }:
                Assert.StartsWith(value.Text, there, StringComparison.Ordinal);
                break;
            case ToonPrimitive { Value: var value }:
                Assert.StartsWith(value is null ? "null" : value is true ? "true" : "false", there, StringComparison.Ordinal);
                break;
        }
    }

    private static void AssertWritten(string value, string there) => Assert.True(
        there.StartsWith(value.Length == 0 ? "\"\"" : value, StringComparison.Ordinal)
        || there.StartsWith(Quoted(value), StringComparison.Ordinal),
        $"{value} is not at {there}");

    private static string Quoted(string value)
    {
        var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
        for (var control = '\0'; control < ' '; control++)
        {
            quoted = quoted.Replace(
                control.ToString(), string.Create(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
                StringComparison.Ordinal);
        }

        return $"\"{quoted}\"";
    }

    private static string At(string text, int line, int column)
    {
        if (text.Length == 0)
            return "";
        var content = text.Split('\n')[line - 1];
        return string.Concat(content.EnumerateRunes().Skip(column - 1).Select(r => r.ToString()));
    }

    private static string Show((ToonNode Value, ToonEncodeOptions Options) sample) => new StringBuilder()
        .Append(ToonAssert.Json(sample.Value)).Append(' ').Append(sample.Options).AppendLine()
        .Append(ToonEncoder.Encode(sample.Value, sample.Options)).ToString();
}
