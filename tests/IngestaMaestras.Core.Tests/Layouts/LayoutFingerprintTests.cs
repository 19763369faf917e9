using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

public sealed class LayoutFingerprintTests
{
    private static readonly string Base = Sample.LoadOne(Sample.Fixed()).Fingerprint;

    [Fact]
    public void The_fingerprint_of_a_layout_never_changes_between_versions_of_the_program()
    {
        // A different value here means that every file counts as read with another layout: change it on purpose only.
        Assert.Equal("bf80d1f720e43a4a5545ea7f5a9a97e1f5fae66833045879f67075cf8acc67a0", Base);
        Assert.Equal(
            """
            layout 1
            maestra|XUNO
            table|erp_uno
            encoding|Utf8
            format|Fixed||False|.
            size|20|
            mode|Full
            column|COD|numero(2)|True|0|2|0|False|
            column|NOMBRE|texto(10)|True|2|12|0|False|
            key|COD

            """.ReplaceLineEndings("\n"),
            LayoutFingerprint.CanonicalText(Sample.LoadOne(Sample.Fixed())).Replace('\t', '|'));
    }

    [Theory]
    [InlineData("  descripcion: Otra")]
    [InlineData("  responsable: Alguien")]
    [InlineData("  umbral_alerta: 0.5")]
    [InlineData("  umbral_rechazo: 0.5")]
    [InlineData("  umbral_borrado: 0.5")]
    [InlineData("  esperado: no")]
    [InlineData("  hora_limite: 05:00")]
    [InlineData("  kafka_topic: a.b")]
    [InlineData("  kafka_format: json")]
    [InlineData("  encoding: utf8")]
    [InlineData("  modo: completo")]
    [InlineData("  ignore_header: false")]
    [InlineData("  constantes: []")]
    public void What_does_not_decide_how_a_file_is_read_leaves_the_fingerprint_alone(string more) =>
        Assert.Equal(Base, Sample.LoadOne(Sample.Fixed(more)).Fingerprint);

    [Theory]
    [InlineData(1, "XOTRO:", "")]
    [InlineData(2, "  tabla_destino: erp_otra", "")]
    [InlineData(4, "  ancho: 21", "")]
    [InlineData(5, "  campos_clave: \"COD,NOMBRE\"", "")]
    [InlineData(5, "  campos_clave: NOMBRE", "")]
    [InlineData(7, "    COD,0,1,true,numero(2)", "")]
    [InlineData(7, "    COD,0,2,true,numero(1)", "")]
    [InlineData(7, "    CODX,0,2,true,numero(2)", "")]
    [InlineData(8, "    NOMBRE,3,12,true,texto(10)", "")]
    [InlineData(8, "    NOMBRE,2,12,false,texto(10)", "")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(11)", "")]
    [InlineData(8, "    nombre,2,12,true,texto(10)", "")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  encoding: latin1")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  modo: incremental")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  ignore_header: true")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  separador_decimal: \",\"")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  campos_hardcoded:\n    CIA: A")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(10)", "  reglas[1]{campo,regla,valor}:\n    COD,rango,1..9")]
    public void What_decides_how_a_file_is_read_changes_the_fingerprint(int line, string text, string more)
    {
        var lines = Sample.FixedWith(line, text, more);
        var result = Sample.Load(line == 7 && text.Contains("CODX", StringComparison.Ordinal)
            ? lines.Replace("campos_clave: COD", "campos_clave: CODX", StringComparison.Ordinal)
            : lines);
        Assert.Empty(result.Problems);
        Assert.NotEqual(Base, result.Layouts.All[0].Fingerprint);
    }

    [Fact]
    public void The_severity_of_a_rule_and_the_type_that_a_constant_takes_change_the_fingerprint()
    {
        string[] rule = ["  reglas[1]{campo,regla,valor,severidad}:", "    COD,rango,1..9,error"];
        Assert.NotEqual(
            Sample.LoadOne(Sample.Fixed(rule)).Fingerprint,
            Sample.LoadOne(Sample.Fixed(rule[0], rule[1].Replace("error", "aviso", StringComparison.Ordinal))).Fingerprint);

        var child = Sample.Fixed(
            "  campos_hardcoded:", "    PADRE: 7", "  reglas[1]{campo,regla,valor}:", "    PADRE,referencia,erp_xdos.cod");
        Assert.NotEqual(
            Sample.Load(child, Sample.Master("XDOS")).Layouts.Find("XUNO")!.Fingerprint,
            Sample.Load(child, Sample.Master("XDOS").Replace("numero(2)", "numero(1)", StringComparison.Ordinal))
                .Layouts.Find("XUNO")!.Fingerprint);
    }

    [Fact]
    public void A_constant_cannot_be_written_so_that_two_layouts_look_the_same()
    {
        var layout = Sample.LoadOne(Sample.Fixed("  campos_hardcoded:", "    CIA: A"));
        var other = layout with
        {
            Columns = [.. layout.Columns.Select(c => c.IsConstant ? c with { Constant = "A\ncolumn\tX" } : c)],
        };
        Assert.Equal(
            LayoutFingerprint.CanonicalText(layout).Count(c => c == '\n'),
            LayoutFingerprint.CanonicalText(other).Count(c => c == '\n'));
        Assert.NotEqual(LayoutFingerprint.Of(layout), LayoutFingerprint.Of(other));
    }
}
