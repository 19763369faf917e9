using System.Text.Json;
using System.Text.Json.Nodes;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonJsonTests
{
    [Fact]
    public void Of_equal_keys_the_last_value_counts_in_the_place_of_the_first()
    {
        using var json = JsonDocument.Parse("""{"a":1,"b":2,"a":3}""");

        Assert.Equal("a: 3\nb: 2", ToonEncoder.Encode(json.RootElement));
    }

    [Theory]
    [InlineData("""{"a":"x\ud800"}""")]
    [InlineData("""{"a\udc00":1}""")]
    public void Half_a_surrogate_pair_in_json_is_refused(string text)
    {
        using var json = JsonDocument.Parse(text);

        var error = Assert.Throws<ToonException>(() => ToonEncoder.Encode(json.RootElement));

        Assert.Equal((ToonErrorCode.LoneSurrogate, 0, 0), (error.Code, error.Line, error.Column));
    }

    [Fact]
    public void Half_a_surrogate_pair_in_a_string_is_refused()
    {
        foreach (var text in (string[])["x\ud800", "\udc00\ud800, "])
        {
            Assert.Throws<ToonException>(() => ToonEncoder.Encode(JsonValue.Create(text)));
            Assert.Throws<ToonException>(() => ToonEncoder.Encode(new JsonObject { [text] = 1 }));
        }
    }

    [Fact]
    public void Nodes_of_host_types_are_written_as_json_would()
    {
        JsonObject values = new()
        {
            ["fecha"] = JsonValue.Create(new DateOnly(2026, 11, 24)),
            ["codigo"] = 'A',
            ["largo"] = 12345678901234567.89m,
            ["nada"] = null,
            ["lista"] = new JsonArray(1, "dos", true),
        };

        Assert.Equal(
            "fecha: 2026-11-24\ncodigo: A\nlargo: 12345678901234567.89\nnada: null\nlista[3]: 1,dos,true",
            ToonEncoder.Encode(values));
    }

    [Fact]
    public void Json_keeps_letters_and_digits_as_they_were() => Assert.Equal(
        """{"Ñandú":"<a&b>","n":12345678901234567890.5}""",
        ToonAssert.Json(ToonDecoder.Decode("Ñandú: <a&b>\nn: 12345678901234567890.5")));

    [Fact]
    public void Options_out_of_range_are_the_callers_fault()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ToonDecoder.Decode("", new ToonDecodeOptions { Indent = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ToonDecoder.Decode("", new ToonDecodeOptions { Indent = 101 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ToonDecoder.Decode("", new ToonDecodeOptions { MaxDepth = 1001 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ToonEncoder.Encode(JsonValue.Create(1), new ToonEncodeOptions { Delimiter = ';' }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ToonEncoder.Encode(JsonValue.Create(1), new ToonEncodeOptions { Indent = 0 }));
    }
}
