using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class ParsingMessageTests
{
    [Theory]
    [InlineData("es-CO")]
    [InlineData("en-US")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void Messages_are_spanish_with_plain_numbers_whatever_the_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo uiBefore = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Layout layout = LayoutBuilder.Fixed().Field("N", 0, 9, LayoutBuilder.Decimal(9, 2)).Range("N", -1.5m, 1234.5m).Build();

            RecordError error = Assert.Single(Reading.Line(layout, "-7.5").Errors);

            Assert.Equal("El campo N tiene «-7.5»; se esperaba un valor entre -1.5 y 1234.5.", error.Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = uiBefore;
        }
    }

    [Fact]
    public void A_missing_reference_names_the_table_and_the_value()
    {
        ReferenceRule rule = new("COD_MON", RuleSeverity.Warning, "referencia erp_moneda.cod_mon", "erp_moneda", "cod_mon");
        LayoutColumn column = new("COD_MON", "cod_mon", LayoutBuilder.Integer(2), Required: false, IsKey: false);

        RecordError error = RecordErrors.MissingReference(column, rule, "77");

        Assert.Equal(
            new RecordError(
                ErrorType.MissingReference, "COD_MON", rule.Text, "77",
                "El campo COD_MON tiene «77», que no existe en erp_moneda.cod_mon."),
            error);
    }
}
