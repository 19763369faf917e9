using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class EncodingTests
{
    [Fact]
    public void Positions_count_characters_whatever_bytes_they_take()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 3).Field("B", 3, 5).Field("C", 6, 8).Build();

        ReadLine line = Reading.Line(layout, "Ñé😀漢x-yz");

        Assert.Equal(["Ñé😀", "漢x", "yz"], line.Values);
    }

    [Fact]
    public void Fields_are_found_in_any_order_of_the_layout()
    {
        Layout layout = LayoutBuilder.Fixed().Field("C", 6, 8).Field("A", 0, 3).Field("B", 3, 5).Build();

        Assert.Equal(["yz", "Ñé😀", "漢x"], Reading.Line(layout, "Ñé😀漢x-yz").Values);
        Assert.Equal(["yz", "abc", "de"], Reading.Line(layout, "abcde-yz").Values);
    }

    [Theory]
    [InlineData(SourceEncoding.Latin1, new byte[] { 0xD1, 0x41, 0xFF }, "ÑAÿ")]
    [InlineData(SourceEncoding.Windows1252, new byte[] { 0x80, 0x9F, 0xD1 }, "€ŸÑ")]
    [InlineData(SourceEncoding.Utf8, new byte[] { 0xC3, 0x91, 0x41, 0xC3, 0xBF }, "ÑAÿ")]
    public void Text_is_utf8_whatever_the_file_is(SourceEncoding encoding, byte[] bytes, string expected)
    {
        Layout layout = LayoutBuilder.Fixed().In(encoding).Field("A", 0, 3, LayoutBuilder.Text(3)).Build();

        ReadLine line = Reading.Line(layout, bytes);

        Assert.True(line.IsAccepted, line.Describe());
        Assert.Equal(expected, line.Values[0]);
        Assert.Equal(bytes, line.Raw);
    }

    [Fact]
    public void Every_byte_of_cp1252_stands_for_what_its_standard_says()
    {
        Layout layout = LayoutBuilder.Fixed().In(SourceEncoding.Windows1252).Field("A", 0, 1).Build();
        Encoding windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        for (int b = 0x80; b <= 0xFF; b++)
        {
            ReadLine line = Reading.Line(layout, [(byte)b]);
            if (b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D)
                Assert.Equal([ErrorType.InvalidEncoding], line.ErrorTypes);
            else
                Assert.Equal(windows1252.GetString([(byte)b]), line.Values[0]);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x41, 0xC3, 0x91, 0xD1, 0x42 }, "0xD1", 3)] // A latin-1 Ñ followed by a letter.
    [InlineData(new byte[] { 0x41, 0xFF }, "0xFF", 1)]
    [InlineData(new byte[] { 0x41, 0xC3 }, "0xC3", 1)] // Cut in the middle of a character.
    [InlineData(new byte[] { 0xC0, 0xAF, 0x41 }, "0xC0", 0)] // Overlong.
    [InlineData(new byte[] { 0x41, 0xED, 0xA0, 0x80 }, "0xED", 1)] // Surrogate.
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, "0xF4", 0)] // Beyond Unicode.
    public void Bytes_that_are_no_utf8_are_told_with_their_place(byte[] bytes, string found, int offset)
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 3, key: true).Build();

        ReadLine line = Reading.Line(layout, bytes);

        RecordError error = Assert.Single(line.Errors);
        Assert.Equal(ErrorType.InvalidEncoding, error.Type);
        Assert.Equal("encoding utf-8", error.Rule);
        Assert.Equal(found, error.Value);
        Assert.Contains($"el byte {found} de la posición {offset} ", error.Message, StringComparison.Ordinal);
        Assert.False(line.IsKeyReadable);
    }

    [Theory]
    [InlineData(SourceEncoding.Utf8)]
    [InlineData(SourceEncoding.Latin1)]
    [InlineData(SourceEncoding.Windows1252)]
    public void Every_control_character_rejects_its_line_wherever_it_is(SourceEncoding encoding)
    {
        Layout layout = LayoutBuilder.Fixed().In(encoding).Field("A", 0, 1, key: true).Build();
        IEnumerable<int> c0 = Enumerable.Range(0, 0x20).Append(0x7F).Where(c => c != '\n');
        IEnumerable<int> c1 = encoding == SourceEncoding.Windows1252 ? [] : Enumerable.Range(0x80, 0x20);
        foreach (char c in c0.Concat(c1).Select(c => (char)c))
        {
            byte[] bytes = layout.GetEncoding().GetBytes($"AÑ otros datos{c}.");
            ReadLine line = Reading.Line(layout, bytes);

            RecordError error = Assert.Single(line.Errors);
            Assert.Equal(ErrorType.MalformedLine, error.Type);
            Assert.Equal($@"\u{(int)c:X4}", error.Value);
            Assert.Contains("en la posición 14 ", error.Message, StringComparison.Ordinal);
            Assert.False(line.IsKeyReadable);
        }
    }

    [Theory]
    [InlineData("¿¡\u0085")]
    [InlineData("¿\u009F¡")]
    [InlineData("\u0080¿")]
    public void A_control_character_is_found_among_letters_that_begin_with_the_same_byte(string text) =>
        Assert.Equal([ErrorType.MalformedLine], Reading.Line(LayoutBuilder.Fixed().Field("A", 0, 1).Build(), text).ErrorTypes);

    [Fact]
    public void Several_control_characters_are_counted()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 1).Build();

        RecordError error = Assert.Single(Reading.Line(layout, "A\u0000\u0007\r.").Errors);

        Assert.Contains(@"3 caracteres de control, el primero \u0000 en la posición 1 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_both_badly_encoded_and_full_of_controls_tells_both()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 1).Build();

        ReadLine line = Reading.Line(layout, [0x41, 0xFF, 0x00]);

        Assert.Equal([ErrorType.InvalidEncoding, ErrorType.MalformedLine], line.ErrorTypes);
    }

    [Fact]
    public void A_tab_is_allowed_only_as_the_delimiter()
    {
        Layout byTab = LayoutBuilder.Delimited('\t').Part("A", 0).Part("B", 1).Build();
        Layout byPipe = LayoutBuilder.Delimited('|').Part("A", 0).Part("B", 1).Build();

        Assert.Equal(["1", "Ñ"], Reading.Line(byTab, "1\tÑ").Values);
        Assert.Equal(["1", "N"], Reading.Line(byTab, "1\tN").Values);
        Assert.Equal([ErrorType.MalformedLine], Reading.Line(byPipe, "1\t|Ñ").ErrorTypes);
    }

    [Fact]
    public void Only_plain_spaces_are_trimmed()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 6).Build();

        Assert.Equal("\u00A0x\u3000", Reading.Line(layout, " \u00A0x\u3000  ").Values[0]);
    }
}
