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
}
