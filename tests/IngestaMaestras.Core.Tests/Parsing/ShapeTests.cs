using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

/// <summary>Lines that are too short or have the wrong number of parts.</summary>
public sealed class ShapeTests
{
    private static readonly Layout Country = LayoutBuilder.Fixed("XWEPAI")
        .Field("COD_PAIS", 0, 4, LayoutBuilder.Integer(4), key: true)
        .Field("NOMBRE", 4, 34, LayoutBuilder.Text(30), required: true)
        .Field("COD_MON", 34, 36, LayoutBuilder.Integer(2))
        .Build();

    private static readonly Layout Subline = LayoutBuilder.Delimited('|', "XLEXSUBL").WithParts(5)
        .Part("SUBLIN", 0, LayoutBuilder.Integer(3), key: true)
        .Part("NOMBRE", 3, LayoutBuilder.Text(30), required: true)
        .Constant("CODCIA", "01", key: true)
        .Build();

    [Theory]
    [InlineData("0169")]
    [InlineData("016")]
    [InlineData("Ñ")]
    public void A_line_that_ends_before_the_last_required_field_is_short(string text)
    {
        ReadLine line = Reading.Line(Country, text);

        RecordError error = line.Errors[0];
        Assert.Equal(ErrorType.ShortLine, error.Type);
        Assert.Null(error.Field);
        Assert.Equal("largo mínimo 5", error.Rule);
        Assert.Equal(text, error.Value);
        Assert.Contains($"NOMBRE: su longitud es {text.Length} y el campo empieza en la posición 4 ", error.Message, StringComparison.Ordinal);
        Assert.False(line.IsKeyReadable);
    }

    [Fact]
    public void Fields_that_a_short_line_still_has_are_checked_and_the_missing_ones_not_complained_about()
    {
        ReadLine line = Reading.Line(Country, "X1");

        Assert.Equal([ErrorType.ShortLine, ErrorType.InvalidType], line.ErrorTypes);
        Assert.Equal("COD_PAIS", line.Errors[1].Field);
    }

    [Fact]
    public void A_line_that_ends_inside_a_field_gives_the_part_that_is_there()
    {
        Assert.Equal([169L, "COL", null], Reading.Line(Country, "0169COL").Values);
        Assert.Equal([169L, "Ñ", null], Reading.Line(Country, "0169Ñ").Values);
    }

    [Fact]
    public void Optional_fields_beyond_the_end_are_blank()
    {
        ReadLine line = Reading.Line(Country, "0169COLOMBIA");

        Assert.True(line.IsAccepted);
        Assert.Null(line.Values[2]);
    }

    [Fact]
    public void A_long_enough_line_of_spaces_lacks_its_fields_but_is_not_short()
    {
        ReadLine line = Reading.Line(Country, new string(' ', 40));

        Assert.Equal([ErrorType.RequiredField, ErrorType.RequiredField], line.ErrorTypes);
        Assert.Equal(["COD_PAIS", "NOMBRE"], line.Errors.Select(e => e.Field));
    }

    [Theory]
    [InlineData("081|X|Y| ASEO |9")]
    [InlineData("081|X|Y| ASEO |9|")]
    [InlineData("081|X|Y| ASEO |9|   ")]
    [InlineData(" 81 ||| ASEO ||")]
    public void The_declared_parts_or_one_more_that_is_blank_are_accepted(string text)
    {
        ReadLine line = Reading.Line(Subline, text);

        Assert.Equal([81L, "ASEO", "01"], line.Values);
        Assert.True(line.IsKeyReadable);
    }

    [Theory]
    [InlineData("081|X|Y|ASEO", 4)]
    [InlineData("081|X|Y|ASEO|9|10", 6)]
    [InlineData("081|X|Y|ASEO|9||", 7)]
    public void Another_number_of_parts_is_malformed(string text, int found)
    {
        ReadLine line = Reading.Line(Subline, text);

        RecordError error = Assert.Single(line.Errors);
        Assert.Equal(ErrorType.MalformedLine, error.Type);
        Assert.Equal("partes 5", error.Rule);
        Assert.Contains($"encontradas {found}, esperadas 5", error.Message, StringComparison.Ordinal);
        Assert.False(line.IsKeyReadable);
    }

    [Fact]
    public void Too_few_parts_for_the_last_required_field_are_both_malformed_and_short()
    {
        ReadLine line = Reading.Line(Subline, "XXX|ASEO");

        Assert.Equal([ErrorType.MalformedLine, ErrorType.ShortLine], line.ErrorTypes);
        Assert.Equal("partes mínimas 4", line.Errors[1].Rule);
    }

    [Fact]
    public void Without_declared_parts_only_those_that_are_needed_count()
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0, key: true).Part("B", 2, required: true).Part("C", 4).Build();

        Assert.Equal(["1", "b", null], Reading.Line(layout, "1;;b").Values);
        Assert.Equal(["1", "b", "c"], Reading.Line(layout, "1;;b;;c;d;e").Values);
        Assert.Equal([ErrorType.ShortLine, ErrorType.RequiredField], Reading.Line(layout, " ;x").ErrorTypes);
    }

    [Fact]
    public void Quotes_are_characters_like_any_other()
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0).Part("B", 1).Build();

        Assert.Equal(["\"a", "b\""], Reading.Line(layout, "\"a;b\";c").Values);
    }

    [Fact]
    public void The_error_quotes_no_more_than_two_hundred_characters_of_the_line()
    {
        RecordError error = Reading.Line(Subline, new string('x', 300)).Errors[0];

        Assert.Equal(new string('x', 199) + "…", error.Value);
    }
}
