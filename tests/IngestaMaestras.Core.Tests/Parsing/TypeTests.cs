using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

/// <summary>What each type accepts and how it says no.</summary>
public sealed class TypeTests
{
    [Theory]
    [InlineData("ÑANDÚ", "ÑANDÚ")]
    [InlineData("  A B  ", "A B")]
    [InlineData("081", "081")]
    [InlineData("😀😀😀😀😀", "😀😀😀😀😀")]
    public void Text_keeps_everything_but_the_spaces_around_it(string text, string expected) =>
        Assert.Equal(expected, Read(LayoutBuilder.Text(5), text).Values[0]);

    [Theory]
    [InlineData("ABCDEF", 6)]
    [InlineData("ÑÑÑÑÑÑ", 6)]
    [InlineData("😀😀😀😀😀😀", 6)]
    public void Text_beyond_its_length_is_told_in_characters(string text, int length)
    {
        RecordError error = Fails(LayoutBuilder.Text(5), text, ErrorType.LengthExceeded, "texto(5)");

        Assert.Equal($"El campo C tiene longitud {length}; el máximo es 5 (en caracteres).", error.Message);
    }

    [Theory]
    [InlineData("0013", 13)]
    [InlineData("000000099", 99)]
    [InlineData("-7", -7)]
    [InlineData("+7", 7)]
    [InlineData("-0", 0)]
    [InlineData("00", 0)]
    public void A_number_drops_leading_zeros(string text, long expected) =>
        Assert.Equal(expected, Read(LayoutBuilder.Integer(2), text).Values[0]);

    [Fact]
    public void A_number_of_eighteen_digits_is_exact()
    {
        Assert.Equal(999_999_999_999_999_999L, Read(LayoutBuilder.Integer(18), "999999999999999999").Values[0]);
        Assert.Equal(-999_999_999_999_999_999L, Read(LayoutBuilder.Integer(18), "-999999999999999999").Values[0]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("1 2")]
    [InlineData("1.0")]
    [InlineData("1,0")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("0x1")]
    [InlineData("1e2")]
    [InlineData("١")] // An Arabic digit.
    public void What_is_no_whole_number_is_told(string text)
    {
        RecordError error = Fails(LayoutBuilder.Integer(2), text, ErrorType.InvalidType, "numero(2)");

        Assert.Equal($"El campo C tiene «{text}»; se esperaba un número entero, numero(2).", error.Message);
    }

    [Theory]
    [InlineData("100")]
    [InlineData("-0100")]
    [InlineData("99999999999999999999999999999999999999")]
    public void A_number_with_too_many_digits_exceeds_its_length(string text) =>
        Fails(LayoutBuilder.Integer(2), text, ErrorType.LengthExceeded, "numero(2)");

    [Theory]
    [InlineData("12.5", "12.50")]
    [InlineData("12", "12.00")]
    [InlineData(".5", "0.50")]
    [InlineData("5.", "5.00")]
    [InlineData("+1.2500000", "1.25")]
    [InlineData("-000123.4", "-123.40")]
    [InlineData("-0.00", "0.00")]
    [InlineData("999.99", "999.99")]
    public void A_decimal_has_the_scale_of_its_type(string text, string expected) =>
        Assert.Equal(expected, DecimalText(Read(LayoutBuilder.Decimal(5, 2), text).Values[0]));

    [Fact]
    public void A_zero_has_no_sign() =>
        Assert.False(decimal.IsNegative((decimal)Read(LayoutBuilder.Decimal(5, 2), "-0.00").Values[0]!));

    [Theory]
    [InlineData(28, 0, "9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData(28, 28, "-0.9999999999999999999999999999", "-0.9999999999999999999999999999")]
    [InlineData(28, 10, "123456789012345678.0123456789", "123456789012345678.0123456789")]
    [InlineData(1, 1, ".1", "0.1")]
    public void A_decimal_is_exact_to_twenty_eight_digits(int precision, int scale, string text, string expected) =>
        Assert.Equal(expected, DecimalText(Read(LayoutBuilder.Decimal(precision, scale), text).Values[0]));

    [Theory]
    [InlineData("12,5")]
    [InlineData("1,234.5")]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("-.")]
    [InlineData("12A0")]
    [InlineData("1 000")]
    [InlineData("1e2")]
    public void What_is_no_decimal_is_told(string text)
    {
        RecordError error = Fails(LayoutBuilder.Decimal(10, 2), text, ErrorType.InvalidType, "decimal(10,2)");

        Assert.Equal(
            $"El campo C tiene «{text}»; se esperaba un número con «.» como separador decimal, decimal(10,2).",
            error.Message);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("1.234")]
    [InlineData("-1000.00")]
    public void A_decimal_with_too_many_digits_on_one_side_exceeds_its_length(string text) =>
        Fails(LayoutBuilder.Decimal(5, 2), text, ErrorType.LengthExceeded, "decimal(5,2)");

    [Fact]
    public void A_decimal_uses_the_separator_of_the_layout_and_no_other()
    {
        Layout layout = LayoutBuilder.Fixed().WithDecimalSeparator(',')
            .Field("C", 0, 60, LayoutBuilder.Decimal(10, 2)).Build();

        Assert.Equal("12.50", DecimalText(Reading.Line(layout, "12,5").Values[0]));
        Assert.Equal([ErrorType.InvalidType], Reading.Line(layout, "12.5").ErrorTypes);
        Assert.Equal([ErrorType.InvalidType], Reading.Line(layout, "1.234,5").ErrorTypes);
    }

    [Theory]
    [InlineData("yyyyMMdd", "20240229", 2024, 2, 29)]
    [InlineData("yyyyMMdd", "00010101", 1, 1, 1)]
    [InlineData("dd/MM/yyyy", "31/12/9999", 9999, 12, 31)]
    public void A_date_is_read_as_its_format_says(string format, string text, int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), Read(LayoutBuilder.Date(format), text).Values[0]);

    [Theory]
    [InlineData("00000000")]
    [InlineData("20230229")]
    [InlineData("20241301")]
    [InlineData("2024-1-1")]
    [InlineData("2024011")]
    [InlineData("202401011")]
    [InlineData("2024 101")]
    [InlineData("２０２４0101")]
    public void What_is_no_date_is_told(string text)
    {
        RecordError error = Fails(LayoutBuilder.Date(), text, ErrorType.InvalidType, "fecha(yyyyMMdd)");

        Assert.Equal($"El campo C tiene «{text}»; se esperaba una fecha existente con formato yyyyMMdd.", error.Message);
    }

    [Fact]
    public void A_boolean_is_one_of_its_two_texts_exactly()
    {
        FieldType type = LayoutBuilder.Boolean("SÍ", "NO");

        Assert.Equal(true, Read(type, " SÍ ").Values[0]);
        Assert.Equal(false, Read(type, "NO").Values[0]);
        RecordError error = Fails(type, "no", ErrorType.InvalidType, "booleano(SÍ/NO)");
        Assert.Equal("El campo C tiene «no»; se esperaba «SÍ» o «NO».", error.Message);
    }

    [Theory]
    [InlineData(FieldKind.Text)]
    [InlineData(FieldKind.Integer)]
    [InlineData(FieldKind.Decimal)]
    [InlineData(FieldKind.Date)]
    [InlineData(FieldKind.Boolean)]
    public void A_blank_value_is_null_and_only_a_required_field_complains(FieldKind kind)
    {
        FieldType type = kind switch
        {
            FieldKind.Text => LayoutBuilder.Text(5),
            FieldKind.Integer => LayoutBuilder.Integer(5),
            FieldKind.Decimal => LayoutBuilder.Decimal(5, 2),
            FieldKind.Date => LayoutBuilder.Date(),
            _ => LayoutBuilder.Boolean(),
        };
        Layout optional = LayoutBuilder.Fixed().Field("C", 0, 10, type).Build();
        Layout required = LayoutBuilder.Fixed().Field("C", 0, 10, type, required: true).Build();
        Layout key = LayoutBuilder.Fixed().Field("C", 0, 10, type, key: true).Build();

        Assert.Null(Assert.Single(Reading.Line(optional, "   ").Values));
        RecordError missing = Assert.Single(Reading.Line(required, "   ").Errors);
        Assert.Equal((ErrorType.RequiredField, "C", "requerido", ""), (missing.Type, missing.Field, missing.Rule, missing.Value));
        Assert.Equal("El campo C está en blanco y es obligatorio.", missing.Message);
        RecordError missingKey = Assert.Single(Reading.Line(key, "   ").Errors);
        Assert.Equal("El campo C está en blanco y forma parte de la clave.", missingKey.Message);
    }

    private static ReadLine Read(FieldType type, string text)
    {
        ReadLine line = Reading.Line(LayoutBuilder.Fixed().Field("C", 0, 60, type).Build(), text);
        Assert.True(line.IsAccepted, line.Describe());
        return line;
    }

    private static RecordError Fails(FieldType type, string text, string errorType, string rule)
    {
        RecordError error = Assert.Single(Reading.Line(LayoutBuilder.Fixed().Field("C", 0, 60, type).Build(), text).Errors);
        Assert.Equal((errorType, "C", rule, text), (error.Type, error.Field, error.Rule, error.Value));
        return error;
    }

    private static string DecimalText(object? value) => ((decimal)value!).ToString(CultureInfo.InvariantCulture);
}
