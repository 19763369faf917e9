using System.Text;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonConverterTests
{
    [Theory]
    [InlineData("a: ñ\nb[2]: 1,x", """{"a":"ñ","b":[1,"x"]}""")]
    [InlineData("", "{}")]
    [InlineData("\uFEFFa: 1\r\n", """{"a":1}""")]
    public void Toon_bytes_become_json_bytes_without_a_byte_order_mark(string toon, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(ToonConverter.ToJson(Encoding.UTF8.GetBytes(toon)).Span));

    [Theory]
    [InlineData("""{"a":"ñ","b":[1,"x"]}""", "a: ñ\nb[2]: 1,x")]
    [InlineData("{}", "")]
    [InlineData("\uFEFF {\"a\" : 1.50}\r\n", "a: 1.5")]
    public void Json_bytes_become_toon(string json, string toon) =>
        Assert.Equal(toon, ToonConverter.FromJson(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(6, 2, 3)]
    public void Bytes_that_are_not_utf8_are_refused_with_their_place(int offset, int line, int column)
    {
        byte[] bytes = [.. Encoding.UTF8.GetPreamble(), .. "ñx\n\"\""u8[..offset], 0xF1, .. "ñx\n\"\""u8[offset..]];

        foreach (var convert in (Action[])[() => ToonConverter.ToJson(bytes), () => ToonConverter.FromJson(bytes)])
        {
            var error = Assert.Throws<ToonException>(convert);
            Assert.Equal((ToonErrorCode.InvalidUtf8, line, column), (error.Code, error.Line, error.Column));
            Assert.Equal("«0xF1»", error.Found);
        }
    }

    [Theory]
    [InlineData("", ToonErrorCode.InvalidJson, 1, 1, "nada")]
    [InlineData("{\"a\":1", ToonErrorCode.InvalidJson, 1, 7, "nada")]
    [InlineData("{\n \"ñ\" ñ1}", ToonErrorCode.InvalidJson, 2, 6, "«ñ»")]
    [InlineData("{\"a\":1}\n\nx", ToonErrorCode.InvalidJson, 3, 1, "«x»")]
    [InlineData("[1,2", ToonErrorCode.InvalidJson, 1, 5, "nada")]
    [InlineData("[01]", ToonErrorCode.InvalidJson, 1, 3, "«1»")]
    [InlineData("// x\n1", ToonErrorCode.InvalidJson, 1, 1, "«/»")]
    [InlineData("{\"a\":{\n\"ñ\":1},\n \"a\":2}", ToonErrorCode.DuplicateKey, 3, 2, "«a»")]
    [InlineData("[\"x\",\n \"\\ud83d\"]", ToonErrorCode.LoneSurrogate, 2, 2, "«\\ud83d»")]
    [InlineData("{\"\\udc00\":1}", ToonErrorCode.LoneSurrogate, 1, 2, "«\\udc00»")]
    public void Json_that_cannot_become_toon_is_refused_with_its_place(
        string json, ToonErrorCode code, int line, int column, string found)
    {
        var error = Assert.Throws<ToonException>(() => ToonConverter.FromJson(Encoding.UTF8.GetBytes(json)));

        Assert.Equal((code, line, column, found), (error.Code, error.Line, error.Column, error.Found));
    }

    [Fact]
    public void A_repeated_key_counts_with_its_last_value_when_not_strict() => Assert.Equal(
        "a: 3\nb: 2", ToonConverter.FromJson("""{"a":1,"b":2,"a":3}"""u8.ToArray(), strict: false));

    [Fact]
    public void Json_that_is_too_deep_is_refused_where_it_becomes_so()
    {
        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        ToonConverter.FromJson(Nested(ToonLimits.MaxDepth));
        var error = Assert.Throws<ToonException>(() => ToonConverter.FromJson(Nested(50_000)));

        Assert.Equal((ToonErrorCode.TooDeep, 1, 1001), (error.Code, error.Line, error.Column));
    }
}
