using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class RuleTests
{
    [Theory]
    [InlineData(1, 99, "1", null)]
    [InlineData(1, 99, "99", null)]
    [InlineData(1, 99, "0", "entre 1 y 99")]
    [InlineData(1, 99, "100", "entre 1 y 99")]
    [InlineData(1, null, "0", "de 1 o más")]
    [InlineData(null, 99, "100", "de 99 o menos")]
    [InlineData(null, 99, "-500", null)]
    public void A_range_includes_its_bounds_and_either_may_be_open(int? min, int? max, string text, string? expected)
    {
        Layout layout = Number().Range("N", min, max).Build();

        ReadLine line = Reading.Line(layout, text);

        if (expected is null)
        {
            Assert.True(line.IsAccepted, line.Describe());
            return;
        }

        RecordError error = Assert.Single(line.Errors);
        Assert.Equal((ErrorType.OutOfRange, "N", $"rango {min}..{max}", text), (error.Type, error.Field, error.Rule, error.Value));
        Assert.Equal($"El campo N tiene «{text}»; se esperaba un valor {expected}.", error.Message);
    }

    [Fact]
    public void A_range_of_decimals_compares_exactly()
    {
        Layout layout = LayoutBuilder.Fixed().Field("N", 0, 20, LayoutBuilder.Decimal(20, 10)).Range("N", 0.1m, 0.3m).Build();

        Assert.True(Reading.Line(layout, "0.3000000000").IsAccepted);
        Assert.Equal([ErrorType.OutOfRange], Reading.Line(layout, "0.3000000001").ErrorTypes);
    }

    [Fact]
    public void A_length_counts_the_characters_of_the_trimmed_value()
    {
        Layout layout = Text().Length("T", 2, 3).Build();

        Assert.True(Reading.Line(layout, " ÑÑ ").IsAccepted);
        Assert.True(Reading.Line(layout, "😀😀😀").IsAccepted);
        Assert.Equal([ErrorType.LengthExceeded], Reading.Line(layout, "ÑÑÑÑ").ErrorTypes);
        RecordError error = Assert.Single(Reading.Line(layout, "Ñ").Errors);
        Assert.Equal((ErrorType.LengthExceeded, "longitud 2..3", "Ñ"), (error.Type, error.Rule, error.Value));
        Assert.Equal("El campo T tiene longitud 1 (en caracteres); se esperaba longitud 2..3.", error.Message);
    }

    [Fact]
    public void A_pattern_is_matched_against_the_trimmed_value()
    {
        Layout layout = Text().Pattern("T", "^[A-ZÑ]$").Build();

        Assert.True(Reading.Line(layout, "A   ").IsAccepted);
        Assert.True(Reading.Line(layout, " Ñ").IsAccepted);
        RecordError error = Assert.Single(Reading.Line(layout, "a").Errors);
        Assert.Equal((ErrorType.InvalidPattern, "patron ^[A-ZÑ]$", "a"), (error.Type, error.Rule, error.Value));
        Assert.Equal("El campo T tiene «a»; no cumple el patrón ^[A-ZÑ]$.", error.Message);
    }

    [Fact]
    public void A_pattern_sees_values_of_any_length()
    {
        Layout layout = LayoutBuilder.Delimited().Part("T", 0).Pattern("T", "^x*Ñ$").Build();

        Assert.True(Reading.Line(layout, new string('x', 5000) + "Ñ").IsAccepted);
        Assert.False(Reading.Line(layout, new string('x', 5000)).IsAccepted);
    }

    [Fact]
    public void A_list_of_values_is_compared_exactly()
    {
        Layout layout = Text().Values("T", "A", "ÑU", "01").Build();

        Assert.True(Reading.Line(layout, " ÑU").IsAccepted);
        Assert.False(Reading.Line(layout, "1").IsAccepted);
        RecordError error = Assert.Single(Reading.Line(layout, "a").Errors);
        Assert.Equal((ErrorType.ValueNotAllowed, "valores A;ÑU;01", "a"), (error.Type, error.Rule, error.Value));
        Assert.Equal("El campo T tiene «a»; los valores permitidos son A; ÑU; 01.", error.Message);
    }

    [Fact]
    public void Every_error_of_a_line_is_told_in_the_order_of_the_layout()
    {
        Layout layout = LayoutBuilder.Fixed()
            .Field("A", 0, 2, LayoutBuilder.Integer(2), key: true)
            .Field("B", 2, 4, required: true)
            .Field("C", 4, 6, LayoutBuilder.Text(1))
            .Field("D", 6, 8)
            .Pattern("D", "^[0-9]+$").Length("D", 1, 1)
            .Build();

        ReadLine line = Reading.Line(layout, "x1  CCDD");

        Assert.Equal(
            [
                ErrorType.InvalidType, ErrorType.RequiredField, ErrorType.LengthExceeded, ErrorType.InvalidPattern,
                ErrorType.LengthExceeded,
            ],
            line.ErrorTypes);
        Assert.Equal(["A", "B", "C", "D", "D"], line.Errors.Select(e => e.Field));
    }

    [Fact]
    public void Rules_look_only_at_values_that_are_there_and_of_their_type()
    {
        Layout layout = Number().Range("N", 1, 5).Pattern("N", "^[1-5]$").Build();

        Assert.True(Reading.Line(layout, "   ").IsAccepted);
        Assert.Equal([ErrorType.InvalidType], Reading.Line(layout, "X").ErrorTypes);
    }

    [Fact]
    public void A_rule_of_severity_aviso_reports_and_loads()
    {
        Layout layout = Number().Range("N", 1, 5, RuleSeverity.Warning).Build();

        ReadLine line = Reading.Line(layout, "9");

        Assert.True(line.IsAccepted);
        Assert.Equal(9L, line.Values[0]);
        Assert.Equal(ErrorType.OutOfRange, Assert.Single(line.Warnings).Type);
    }

    [Fact]
    public void Warnings_of_a_rejected_line_are_kept_beside_its_errors()
    {
        Layout layout = Number().Range("N", 1, 5, RuleSeverity.Warning).Pattern("N", "^[0-8]$").Build();

        ReadLine line = Reading.Line(layout, "9");

        Assert.Equal([ErrorType.InvalidPattern], line.ErrorTypes);
        Assert.Equal([ErrorType.OutOfRange], line.Warnings.Select(w => w.Type));
    }

    [Fact]
    public void Errors_of_one_line_stay_as_they_were_when_the_reader_goes_on()
    {
        IReadOnlyList<ReadLine> lines = Reading.Lines(Number().Build(), "X\n1\nY\nZ\n");

        Assert.Equal(["X", null, "Y", "Z"], lines.Select(l => l.Errors.SingleOrDefault()?.Value));
    }

    [Fact]
    public void References_are_left_to_the_merge()
    {
        Layout layout = Number()
            .Rule(new ReferenceRule("N", RuleSeverity.Error, "referencia erp_moneda.cod_mon", "erp_moneda", "cod_mon"))
            .Build();

        Assert.True(Reading.Line(layout, "9").IsAccepted);
    }

    [Fact]
    public void A_key_is_readable_when_its_fields_are_good_whatever_else_is_wrong()
    {
        Layout layout = LayoutBuilder.Fixed()
            .Field("A", 0, 2, LayoutBuilder.Integer(2), key: true)
            .Field("B", 2, 4, required: true)
            .Constant("K", "01", key: true)
            .Range("A", 1, 50)
            .Build();

        ReadLine badName = Reading.Line(layout, "07  ");
        Assert.True(badName.IsKeyReadable);
        Assert.Equal([7L, null, "01"], badName.Values);
        Assert.False(Reading.Line(layout, "99BB").IsKeyReadable);
        Assert.False(Reading.Line(layout, "X9BB").IsKeyReadable);
        Assert.False(Reading.Line(layout, "07").IsKeyReadable);
        Assert.True(Reading.Line(layout, "07BB").IsKeyReadable);
    }

    [Fact]
    public void A_whole_record_key_is_readable_only_when_the_record_is_accepted()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 2).Field("B", 2, 4, LayoutBuilder.Integer(2)).Build();

        Assert.True(Reading.Line(layout, "aa01").IsKeyReadable);
        Assert.False(Reading.Line(layout, "aaXX").IsKeyReadable);
    }

    [Fact]
    public void Constants_come_typed_with_every_record_in_every_encoding()
    {
        foreach (SourceEncoding encoding in Enum.GetValues<SourceEncoding>())
        {
            Layout layout = LayoutBuilder.Fixed().In(encoding).Field("A", 0, 3)
                .Constant("T", "Ñandú").Constant("N", "0169", LayoutBuilder.Integer(3))
                .Constant("D", "1.5", LayoutBuilder.Decimal(5, 2)).Constant("F", "20240229", LayoutBuilder.Date())
                .Constant("S", "S", LayoutBuilder.Boolean())
                .Build();
            foreach (string text in new[] { "abc", "Ñé¿" })
            {
                ReadLine line = Reading.Line(layout, layout.GetEncoding().GetBytes(text));
                Assert.Equal([text, "Ñandú", 169L, 1.50m, new DateOnly(2024, 2, 29), true], line.Values);
            }
        }
    }

    [Fact]
    public void A_constant_that_the_loader_would_refuse_is_refused()
    {
        Layout[] layouts =
        [
            LayoutBuilder.Fixed().Field("A", 0, 1).Constant("K", "X", LayoutBuilder.Integer(1)).Build(),
            LayoutBuilder.Fixed().Field("A", 0, 1).Constant("K", "12", LayoutBuilder.Text(1)).Build(),
            LayoutBuilder.Fixed().Field("A", 0, 1).Constant("K", "a\u0000").Build(),
            LayoutBuilder.Fixed().Field("A", 0, 1).Constant("K", " ", key: true).Build(),
            LayoutBuilder.Fixed().Field("A", 0, 1).Constant("K", "9", LayoutBuilder.Integer(1)).Range("K", 1, 5).Build(),
        ];

        Assert.All(layouts, l => Assert.Throws<ArgumentException>(() => new RecordReader(l, Stream.Null)));
    }

    private static LayoutBuilder Number() => LayoutBuilder.Fixed().Field("N", 0, 6, LayoutBuilder.Integer(6));

    private static LayoutBuilder Text() => LayoutBuilder.Fixed().Field("T", 0, 10, LayoutBuilder.Text(10));
}
