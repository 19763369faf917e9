using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.000e99999999999", "0")]
    [InlineData("7", "7")]
    [InlineData("-7", "-7")]
    [InlineData("1.5000", "1.5")]
    [InlineData("1.0", "1")]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("-1E+03", "-1000")]
    [InlineData("12.34e1", "123.4")]
    [InlineData("0.001e3", "1")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("1e-6", "0.000001")]
    [InlineData("9.99e-7", "9.99e-7")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("999999999999999999999", "999999999999999999999")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1000000000000000000000", "1e+21")]
    [InlineData("123456789012345678901234567890", "1.2345678901234567890123456789e+29")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("0.1234567890123456789012345678901", "0.1234567890123456789012345678901")]
    [InlineData("1e999", "1e+999")]
    [InlineData("1e-000000000000000000005", "0.00001")]
    public void A_number_has_one_canonical_text_and_loses_no_digit(string text, string canonical)
    {
        Assert.True(ToonNumber.TryParse(text, out var number));
        Assert.Equal(canonical, number.Text);
        Assert.True(ToonNumber.TryParse(canonical, out var again));
        Assert.Equal(number, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("05")]
    [InlineData("-05")]
    [InlineData("+5")]
    [InlineData("5.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.e5")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("١٢")]
    [InlineData("NaN")]
    [InlineData("1e1000000000")]
    public void What_is_no_json_number_is_not_parsed(string text) => Assert.False(ToonNumber.TryParse(text, out _));

    [Fact]
    public void Any_double_keeps_its_value() => ToonSamples.ForEach(
        Gen.Double.Where(double.IsFinite), 5000, d => d.ToString("R", CultureInfo.InvariantCulture), d =>
        {
            var text = ToonEncoder.Encode(JsonValue.Create(d));
            Assert.Equal(d, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(text, ToonAssert.Json(ToonDecoder.Decode(text)));
        });

    [Fact]
    public void Numbers_that_json_cannot_hold_become_null()
    {
        JsonObject values = new()
        {
            ["a"] = double.NaN,
            ["b"] = double.PositiveInfinity,
            ["c"] = float.NegativeInfinity,
            ["d"] = 1.5f,
        };

        Assert.Equal("a: null\nb: null\nc: null\nd: 1.5", ToonEncoder.Encode(values));
    }

    [Fact]
    public void A_number_with_an_exponent_out_of_the_domain_becomes_a_string_with_its_own_text()
    {
        using var json = JsonDocument.Parse("""{"a":1E+99999999999}""");

        Assert.Equal("a: \"1E+99999999999\"", ToonEncoder.Encode(json.RootElement));
    }
}
