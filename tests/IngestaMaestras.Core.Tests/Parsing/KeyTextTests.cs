using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class KeyTextTests
{
    [Fact]
    public void The_fields_stand_in_the_order_of_the_key_without_leading_zeros()
    {
        Layout layout = LayoutBuilder.Fixed()
            .Field("CATEGO", 0, 5, LayoutBuilder.Integer(5), key: true).Field("NOMBRE", 5, 10)
            .Constant("CODCIA", "01", key: true).Build();
        Layout reversed = layout with { KeyColumns = [.. layout.KeyColumns.Reverse()] };

        Assert.Equal("13|01", ParsedRecord.Of(layout, "00013X").Key);
        Assert.Equal("01|13", ParsedRecord.Of(reversed, "00013X").Key);
    }

    [Theory]
    [InlineData("a|b;c", @"a\|b|c")]
    [InlineData("a;b|c", @"a|b\|c")]
    [InlineData(@"a\;b", @"a\\|b")]
    [InlineData(@"a;\b", @"a|\\b")]
    [InlineData("Ñ;😀", "Ñ|😀")]
    public void Bars_and_backslashes_inside_a_field_are_escaped(string line, string expected)
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0, key: true).Part("B", 1, key: true).Build();

        Assert.Equal(expected, ParsedRecord.Of(layout, line).Key);
    }

    [Theory]
    [InlineData("-007;1.50;20240229;S", "-7|1.5|2024-02-29|true")]
    [InlineData("0;100;00010101;N", "0|100|0001-01-01|false")]
    [InlineData("7;-0.00;99991231;N", "7|0|9999-12-31|false")]
    public void Each_type_has_one_text(string line, string expected)
    {
        Layout layout = LayoutBuilder.Delimited(';')
            .Part("N", 0, LayoutBuilder.Integer(5), key: true).Part("D", 1, LayoutBuilder.Decimal(10, 3), key: true)
            .Part("F", 2, LayoutBuilder.Date(), key: true).Part("B", 3, LayoutBuilder.Boolean(), key: true).Build();

        Assert.Equal(expected, ParsedRecord.Of(layout, line).Key);
    }

    [Fact]
    public void A_whole_record_key_is_a_hash_that_tells_every_record_from_every_other()
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0).Part("B", 1).Part("C", 2).Build();
        string[] lines = ["a;b;", "a;;b", ";a;b", "ab;;", ";;ab", "a;b;c", "a|b;c;", "a;b|c;", "A;b;"];

        string[] keys = [.. lines.Select(l => ParsedRecord.Of(layout, l).Key)];

        Assert.Equal(lines.Length, keys.Distinct().Count());
        Assert.All(keys, k => Assert.Matches("^[0-9a-f]{64}$", k));
        Assert.Equal(keys[0], ParsedRecord.Of(layout, "  a;b ;  ").Key);
    }

    [Fact]
    public void A_whole_record_key_is_the_same_in_every_version()
    {
        // Rows are stored under it: a change would make every record look new.
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0).Part("N", 1, LayoutBuilder.Integer(3)).Part("B", 2).Build();

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
                [1, 2, 0, 0, 0, .. "Ñ"u8, 1, 1, 0, 0, 0, .. "7"u8, 0])),
            ParsedRecord.Of(layout, "Ñ;007;").Key);
    }

    [Fact]
    public void Keys_of_any_length_are_written()
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0, key: true).Build();
        string text = new('|', 10_000);

        Assert.Equal(20_000, ParsedRecord.Of(layout, text).Key.Length);
    }

    [Fact]
    public void A_buffer_that_is_too_small_is_told() => Seeds.ForEach(200, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: false);
        byte[] line = RecordLineWriter.Write(layout, RandomLayouts.Record(layout, random), random);
        if (line.Length == 0)
            return;
        ParsedRecord record = ParsedRecord.Of(layout with { IgnoreHeader = false }, layout.GetEncoding().GetString(line));
        byte[] expected = Encoding.UTF8.GetBytes(record.Key);

        byte[] exact = new byte[expected.Length];
        Assert.True(KeyText.TryWrite(layout, record.Values, record.Text, exact, out int written));
        Assert.Equal(expected, exact[..written]);
        for (int size = 0; size < expected.Length; size++)
            Assert.False(KeyText.TryWrite(layout, record.Values, record.Text, new byte[size], out _));
    });
}
