using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleKeysTests
{
    [Fact]
    public void A_million_rows_have_a_million_keys()
    {
        SampleOptions options = new()
        {
            OutputFolder = "nowhere", Date = new DateOnly(2026, 11, 24), Rows = 1_000_000, Quirks = false,
            Maestras = ["XLEXSUBC"],
        };

        HashSet<string> keys = [];
        foreach (ExpectedRow row in SampleGenerator.ExpectedRows(SampleLayouts.Real, options, "XLEXSUBC_20261124.txt"))
            Assert.True(keys.Add(row.Key), row.Key);
        Assert.Equal(1_000_000, keys.Count);
    }

    [Theory]
    [InlineData("XCADENA", 27)] // A to Z and Ñ: its pattern.
    [InlineData("XCAN", (36 * 36) + 36)] // Two characters or one.
    [InlineData("XWECIA", 99)] // Its range.
    [InlineData("XMONEDA", 100)]
    [InlineData("XWEPAI", 999)]
    [InlineData("XUEN", 1000)]
    [InlineData("XWEDEP", 10_000)]
    public async Task Every_key_that_the_fields_can_express_is_used_and_then_the_end_is_told(string maestra, int keys)
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Rows = keys + 1, Maestras = [maestra] });

        SampleFile file = run.Manifest.FileOfMaestra(maestra);
        Assert.Equal((keys, keys, true), (file.Read, file.Accepted, file.Exhausted));
        await run.VerifyAsync();

        using SampleRun justEnough = await SampleRun.WriteAsync(o => o with { Rows = keys, Maestras = [maestra] });
        Assert.False(justEnough.Manifest.FileOfMaestra(maestra).Exhausted);
    }

    [Fact]
    public async Task Where_there_are_no_more_keys_the_others_still_have_all_rows()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Rows = 2000, Faults = 0.05m });

        Assert.Equal(2000, run.Manifest.FileOfMaestra("XCATEG").Read);
        Assert.False(run.Manifest.FileOfMaestra("XCATEG").Exhausted);
        Assert.Equal(27, run.Manifest.FileOfMaestra("XCADENA").Read);
        await run.VerifyAsync();
    }

    [Theory]
    [InlineData("^[A-C]$", 3)]
    [InlineData("^[A-C]{2}$", 9)]
    [InlineData(@"^(A|B\d|\d{2}X)$", 1 + 10 + 100)]
    [InlineData("^(AB?|A(B)?|AB)$", 2)] // More than one way to match: still only one key each.
    [InlineData("^[A-Z-[D-Z]]+$", 3 + 9 + 27)]
    [InlineData("^[^A-Z0-9Ñ]$", 71)] // Lower case, accents and signs, since nothing else will do.
    [InlineData("^AB", 1 + 37)] // Open at the end.
    [InlineData("^(?<letra>[A-B])(?:1|2)$", 4)]
    [InlineData(@"^\p{Lu}$", 27)]
    [InlineData("^.{3}$", 37 * 37 * 37)]
    public async Task A_pattern_gives_all_its_keys(string pattern, int keys)
    {
        LayoutSet layouts = SampleLayouts.Of(
            $$"""
            XPATRON:
              tabla_destino: erp_patron
              encoding: utf-8
              tipo: fixed
              campos[2]{nombre,start,end,required,tipo_dato}:
                COD,0,3,true,texto(3)
                NOMBRE,3,33,true,texto(30)
              campos_clave[1]: COD
              reglas[1]{campo,regla,valor,severidad}:
                COD,patron,"{{pattern.Replace(@"\", @"\\", StringComparison.Ordinal)}}",error
            """);
        using SampleRun run = await SampleRun.WriteAsync(layouts, o => o with { Rows = keys + 10, Faults = 0.001m });

        Assert.Equal(keys, run.Manifest.FileOfMaestra("XPATRON").Read);
        await run.VerifyAsync();
    }

    [Fact]
    public void A_column_without_any_possible_value_is_told()
    {
        LayoutSet layouts = SampleLayouts.Of(
            """
            XNADA:
              tabla_destino: erp_nada
              tipo: fixed
              campos[1]{nombre,start,end,required,tipo_dato}:
                COD,0,2,true,numero(2)
              campos_clave[1]: COD
              reglas[1]{campo,regla,valor,severidad}:
                COD,rango,100..200,error
            """);
        SampleOptions options = new() { OutputFolder = "nowhere", Date = new DateOnly(2026, 11, 24) };

        SampleException refused = Assert.Throws<SampleException>(
            () => SampleGenerator.ExpectedRows(layouts, options, "XNADA_20261124.txt").ToList());
        Assert.Contains("XNADA, campo COD", refused.Message, StringComparison.Ordinal);
        Assert.Contains("rango 100..200", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_meet_their_parents_and_colombia_is_there_whatever_the_number_of_rows()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Rows = 2 });

        Assert.Contains("0169COLOMBIA", Encoding.UTF8.GetString(run.BytesOf("XWEPAI_20261124.txt")), StringComparison.Ordinal);
        Assert.All(run.Manifest.Files, f => Assert.Empty(f.Warnings));
        await run.VerifyAsync();
    }
}
