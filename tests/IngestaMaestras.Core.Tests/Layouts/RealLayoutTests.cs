using System.Globalization;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>The layouts that the product ships, against the facts about the ERP's files.</summary>
public sealed class RealLayoutTests
{
    private static readonly string[] Expected =
    [
        "XWECIA erp_compania compania ancho 321; CODCIA 0-2 numero(2)!, NOMBRE 2-32 texto(30)!; clave CODCIA",
        "XMONEDA erp_moneda moneda ancho 321; COD_MON 0-2 numero(2)!, NOMBRE 2-32 texto(30)!; clave COD_MON",
        "XWEPAI erp_pais pais ancho 321; COD_PAIS 0-4 numero(4)!, NOMBRE 4-34 texto(30)!, COD_MON 34-36 numero(2)!; clave COD_PAIS",
        "XCIUDAD erp_ciudad ciudad ancho 321; CIUDAD 0-3 texto(3)!, NOMBRE 3-33 texto(30)!, SUBZONA 33-35 numero(2), CLIMA 35-37 numero(2), COD_PAIS=169 numero(4)!; clave COD_PAIS,CIUDAD",
        "XWEDEP erp_dependencia dependencia ancho 1171; DEPEN 0-4 numero(4)!, NOMBRE 4-34 texto(30)!; clave DEPEN",
        "XLEXSUBL erp_sublinea sublinea ancho 416 delimitado | partes 5; SUBLIN 0 numero(3)!, NOMBRE 3 texto(30)!, CODCIA=01 texto(2)!; clave CODCIA,SUBLIN",
        "XCADENA erp_cadena cadena ancho 321; CODCADE 0-1 texto(1)!, NOMBRE 1-31 texto(30)!; clave CODCADE",
        "XGEN erp_gerencia gerencia ancho 321; DIVIS 0-2 numero(2)!, NOMBRE 2-32 texto(30)!, CODCIA=01 texto(2)!; clave CODCIA,DIVIS",
        "XCATEG erp_categoria categoria ancho 321; SUBLIN 0-3 numero(3)!, CATEGO 3-8 numero(5)!, NOMBRE 8-38 texto(30)!, CODCIA=01 texto(2)!; clave CODCIA,SUBLIN,CATEGO",
        "XLEXSUBC erp_subcategoria subcategoria ancho 321 delimitado | partes 6; GRUPO 0 numero(4)!, CATEGO 1 numero(5)!, NOMBRE 4 texto(30)!, CODCIA=01 texto(2)!; clave CODCIA,GRUPO,CATEGO",
        "XUEN erp_uen uen ancho 321; DEPTO 0-3 numero(3)!, NOMBRE 3-33 texto(30)!, DIVIS1 33-35 numero(2), CODCIA=01 texto(2)!; clave CODCIA,DEPTO",
        "XCAN erp_canal canal ancho 321; CANAL 0-2 texto(2)!, NOMBRE 2-32 texto(30)!; clave CANAL",
        "CRLISUCATE erp_segmentos segmentos encabezado ancho - delimitado | partes 18; SUBLIN 6 numero(3)!, SUBCATEGO 10 numero(4)!, SEGMENS 13 numero(4)!, NOMSEGS 14 texto(30), CODCIA=01 texto(2)!; clave CODCIA,SUBLIN,SUBCATEGO,SEGMENS",
    ];

    private static readonly string[] ExpectedRules =
    [
        "XCADENA.CODCADE error patron ^[A-ZÑ]$",
        "XCIUDAD.COD_PAIS aviso referencia erp_pais.cod_pais",
        "XUEN.DIVIS1 aviso referencia erp_gerencia.divis",
        "XWECIA.CODCIA error rango 1..99",
        "XWEPAI.COD_PAIS error rango 1..999",
        "XWEPAI.COD_MON aviso referencia erp_moneda.cod_mon",
    ];

    [Fact]
    public void The_thirteen_layouts_load_without_a_problem() => Assert.Empty(Load().Problems);

    [Fact]
    public void The_thirteen_layouts_say_what_the_ERP_sends() => Assert.Equal(
        Expected.Order(StringComparer.Ordinal),
        Load().Layouts.All.Select(Describe).Order(StringComparer.Ordinal));

    [Fact]
    public void The_rules_are_those_that_the_masters_have() => Assert.Equal(
        ExpectedRules,
        Load().Layouts.All.SelectMany(l => l.Rules.Select(r =>
            $"{l.Maestra}.{r.Column} {(r.Severity == RuleSeverity.Error ? "error" : "aviso")} {r.Text}")));

    [Fact]
    public void Every_shipped_layout_is_complete_UTF8_described_and_loaded_whole_every_day() =>
        Assert.All(Load().Layouts.All, l =>
        {
            Assert.Equal(SourceEncoding.Utf8, l.Encoding);
            Assert.Equal(LoadMode.Full, l.Mode);
            Assert.True(l.ExpectedDaily);
            Assert.NotNull(l.Description);
            Assert.Null(l.Owner);
            Assert.Equal($"{l.Maestra}.toon", l.SourceFile);
        });

    [Fact]
    public void The_letter_of_a_chain_is_one_capital_letter()
    {
        var pattern = Load().Layouts.Find("XCADENA")!.Rules.OfType<PatternRule>().Single().Pattern;
        Assert.Matches(pattern, "A");
        Assert.Matches(pattern, "Ñ");
        Assert.DoesNotMatch(pattern, "a");
        Assert.DoesNotMatch(pattern, "AB");
        Assert.DoesNotMatch(pattern, "1");
    }

    [Fact]
    public void The_sources_kept_of_each_master_load_to_the_same_layouts()
    {
        var layouts = Load().Layouts;
        var again = LayoutLoader.Load(layouts.All.Select(l => new LayoutText(l.Maestra, l.Source)));
        Assert.Empty(again.Problems);
        Assert.Equal(layouts.All.Select(l => l.Fingerprint), again.Layouts.All.Select(l => l.Fingerprint));
    }

    private static LayoutLoadResult Load() => LayoutLoader.Load(ShippedLayouts.Read());

    /// <summary>File, table, topic, size, columns (<c>!</c> required) and key, in one line.</summary>
    private static string Describe(Layout layout)
    {
        const string Topics = "masterdata.erp.";
        Assert.StartsWith(Topics, layout.KafkaTopic, StringComparison.Ordinal);
        List<string> words = [layout.Maestra, layout.Table, layout.KafkaTopic![Topics.Length..]];
        if (layout.IgnoreHeader)
        {
            words.Add("encabezado");
        }

        words.Add($"ancho {layout.Width?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
        if (layout.Format == RecordFormat.Delimited)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"delimitado {(char)layout.Delimiter!} partes {layout.Parts}"));
        }

        var columns = string.Join(", ", layout.Columns.Select(c => Describe(layout, c)));
        return $"{string.Join(' ', words)}; {columns}; clave {string.Join(',', layout.KeyColumns.Select(k => k.Name))}";
    }

    private static string Describe(Layout layout, LayoutColumn column)
    {
        var place = column.IsConstant ? $"={column.Constant}"
            : layout.Format == RecordFormat.Fixed
                ? string.Create(CultureInfo.InvariantCulture, $" {column.Start}-{column.End}")
                : string.Create(CultureInfo.InvariantCulture, $" {column.Index}");
        return $"{column.Name}{place} {column.Type}{(column.Required ? "!" : "")}";
    }
}
