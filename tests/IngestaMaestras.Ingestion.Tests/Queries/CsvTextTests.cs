using System.Text;
using IngestaMaestras.Ingestion.Queries.Export;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>"CSV, safe from formula injection", as Excel in Colombia opens it.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+573001", "'+573001")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "'  =1")]
    [InlineData("=HYPERLINK(\"http://x\";\"y\")", "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"")]
    public void Text_that_would_be_a_formula_is_text(string cell, string written) => Assert.Equal(written + "\r\n", Line(cell));

    [Theory]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("dijo \"no\"", "\"dijo \"\"no\"\"\"")]
    [InlineData("dos\nlíneas", "\"dos\nlíneas\"")]
    [InlineData(" al borde ", "\" al borde \"")]
    [InlineData("Ñandú", "Ñandú")]
    public void What_separates_is_quoted(string cell, string written) => Assert.Equal(written + "\r\n", Line(cell));

    [Fact]
    public void Numbers_and_dates_stay_what_they_are_and_nothing_is_nothing() => Assert.Equal(
        "-7;1234567;2026-11-24;2026-11-24 02:00:05;;\r\n",
        Line(-7, 1_234_567L, new DateOnly(2026, 11, 24), new DateTime(2026, 11, 24, 2, 0, 5), null, ""));

    private static string Line(params object?[] cells)
    {
        StringBuilder text = new();
        CsvText.AppendLine(text, cells);
        return text.ToString();
    }
}
