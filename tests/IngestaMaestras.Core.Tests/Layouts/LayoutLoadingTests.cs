using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>What layouts say in the present form.</summary>
public sealed class LayoutLoadingTests
{
    [Fact]
    public void What_a_layout_does_not_say_has_its_default()
    {
        var layout = Sample.LoadOne(Sample.FixedWithout(4));
        Assert.Equal(SourceEncoding.Utf8, layout.Encoding);
        Assert.Equal(LoadMode.Full, layout.Mode);
        Assert.Equal((0.05m, null, 0.20m), (layout.AlertThreshold, layout.RejectThreshold, layout.DeleteThreshold));
        Assert.Equal('.', layout.DecimalSeparator);
        Assert.True(layout.ExpectedDaily);
        Assert.False(layout.IgnoreHeader);
        Assert.Null(layout.Deadline);
        Assert.Null(layout.Width);
        Assert.Null(layout.Parts);
        Assert.Null(layout.KafkaTopic);
        Assert.Null(layout.EventFormat);
        Assert.Null(layout.Owner);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var layout = Sample.LoadOne(Sample.Delimited(
            "  encoding: LATIN1",
            "  ignore_header: si",
            "  ancho: 416",
            "  separador_decimal: \",\"",
            "  modo: incremental",
            "  umbral_alerta: 0.1",
            "  umbral_rechazo: 1",
            "  umbral_borrado: \"0\"",
            "  esperado: no",
            "  hora_limite: 06:30",
            "  kafka_topic: masterdata.erp.uno",
            "  kafka_format: toon",
            "  responsable: Mesa de datos (datos@ejemplo.co)",
            "  descripcion: Una maestra"));
        Assert.Equal(SourceEncoding.Latin1, layout.Encoding);
        Assert.True(layout.IgnoreHeader);
        Assert.Equal((416, 3), (layout.Width, layout.Parts));
        Assert.Equal(',', layout.DecimalSeparator);
        Assert.Equal(LoadMode.Incremental, layout.Mode);
        Assert.Equal((0.1m, 1m, 0m), (layout.AlertThreshold, layout.RejectThreshold, layout.DeleteThreshold));
        Assert.False(layout.ExpectedDaily);
        Assert.Equal(new TimeOnly(6, 30), layout.Deadline);
        Assert.Equal("masterdata.erp.uno", layout.KafkaTopic);
        Assert.Equal(EventFormat.Toon, layout.EventFormat);
        Assert.Equal("Mesa de datos (datos@ejemplo.co)", layout.Owner);
        Assert.Equal("Una maestra", layout.Description);
    }

    [Theory]
    [InlineData("\",\"", ',')]
    [InlineData(";", ';')]
    [InlineData("\"\\t\"", '\t')]
    [InlineData("\\t", '\t')]
    [InlineData("~", '~')]
    public void A_delimiter_is_one_character(string written, char delimiter) => Assert.Equal(
        (byte)delimiter, Sample.LoadOne(Sample.DelimitedWith(4, $"  delimitador: {written}")).Delimiter);

    [Theory]
    [InlineData("texto", FieldKind.Text, null, 0, null)]
    [InlineData("TEXTO( 30 )", FieldKind.Text, 30, 0, null)]
    [InlineData("numero(18)", FieldKind.Integer, 18, 0, null)]
    [InlineData("\"decimal(10,2)\"", FieldKind.Decimal, 10, 2, null)]
    [InlineData("\"decimal(28, 28)\"", FieldKind.Decimal, 28, 28, null)]
    [InlineData("fecha(yyyyMMdd)", FieldKind.Date, null, 0, "yyyyMMdd")]
    [InlineData("fecha(dd/MM/yyyy)", FieldKind.Date, null, 0, "dd/MM/yyyy")]
    [InlineData("\"\"", FieldKind.Text, null, 0, null)]
    public void A_type_is_read(string written, FieldKind kind, int? length, int scale, string? format) => Assert.Equal(
        new FieldType(kind, length, scale, format),
        Sample.LoadOne(Sample.FixedWith(8, $"    NOMBRE,2,12,true,{written}")).FindColumn("NOMBRE")!.Type);

    [Fact]
    public void A_boolean_has_two_texts() => Assert.Equal(
        new FieldType(FieldKind.Boolean, TrueText: "SI", FalseText: "NO"),
        Sample.LoadOne(Sample.FixedWith(8, "    ACTIVO,2,12,true,booleano(SI/NO)")).FindColumn("activo")!.Type);

    [Fact]
    public void Rules_are_read_as_operators_would_say_them()
    {
        var rules = Sample.LoadOne(Sample.Fixed(
            "  reglas[9]{campo,regla,valor,severidad}:",
            "    COD,rango,1..99,error",
            "    cod,rango,..50,aviso",
            "    COD,RANGO 1..,\"\",\"\"",
            "    NOMBRE,longitud,1..30,error",
            "    NOMBRE,longitud,5,aviso",
            "    NOMBRE,patron,\"^[A-Z ]+$\",error",
            "    NOMBRE,valores,A; B ;C,error",
            "    COD,referencia,ERP_UNO.COD,aviso",
            "    COD,valores,7,error")).Rules;
        Assert.Equal(
            [
                "COD Error rango 1..99", "COD Warning rango ..50", "COD Error rango 1..",
                "NOMBRE Error longitud 1..30", "NOMBRE Warning longitud 5", "NOMBRE Error patron ^[A-Z ]+$",
                "NOMBRE Error valores A; B ;C", "COD Warning referencia erp_uno.cod", "COD Error valores 7",
            ],
            rules.Select(r => $"{r.Column} {r.Severity} {r.Text}"));
        Assert.Equal((1m, 99m), (((RangeRule)rules[0]).Minimum, ((RangeRule)rules[0]).Maximum));
        Assert.Equal((null, 50m), (((RangeRule)rules[1]).Minimum, ((RangeRule)rules[1]).Maximum));
        Assert.Equal((1m, null), (((RangeRule)rules[2]).Minimum, ((RangeRule)rules[2]).Maximum));
        Assert.Equal((1, 30), (((LengthRule)rules[3]).Minimum, ((LengthRule)rules[3]).Maximum));
        Assert.Equal((5, 5), (((LengthRule)rules[4]).Minimum, ((LengthRule)rules[4]).Maximum));
        Assert.Equal(["A", "B", "C"], ((ValuesRule)rules[6]).Values);
        Assert.Equal(("erp_uno", "cod"), (((ReferenceRule)rules[7]).ParentTable, ((ReferenceRule)rules[7]).ParentColumn));
        Assert.Equal(["7"], ((ValuesRule)rules[8]).Values);
    }

    [Fact]
    public void A_hostile_pattern_is_matched_in_linear_time()
    {
        var layout = Sample.LoadOne(Sample.Fixed(
            "  reglas[1]{campo,regla,valor}:", "    NOMBRE,patron,^(a|aa)+$"));
        // With backtracking this would not end.
        Assert.DoesNotMatch(((PatternRule)layout.Rules[0]).Pattern, new string('a', 5000) + "b");
    }

    [Fact]
    public void Key_columns_are_required_and_keep_the_order_of_the_key()
    {
        var layout = Sample.LoadOne(Sample.FixedWith(
            5, "  campos_clave[2]: NOMBRE,COD").Replace(",true,", ",false,", StringComparison.Ordinal));
        Assert.Equal(["NOMBRE", "COD"], layout.KeyColumns.Select(c => c.Name));
        Assert.All(layout.Columns, c => Assert.True(c is { Required: true, IsKey: true }));
        Assert.Same(layout.Columns[0], layout.KeyColumns[1]);
    }

    [Fact]
    public void Constants_come_after_the_fields_with_their_types()
    {
        var layout = Sample.LoadOne(Sample.Fixed(
            "  constantes[4]{nombre,valor,tipo_dato}:",
            "    CIA,\"01\",numero(2)",
            "    DESDE,20260101,fecha(yyyyMMdd)",
            "    FACTOR,-1.50,\"decimal(4,2)\"",
            "    ACTIVO,S,booleano(S/N)"));
        Assert.Equal(["COD", "NOMBRE", "CIA", "DESDE", "FACTOR", "ACTIVO"], layout.Columns.Select(c => c.Name));
        Assert.Equal(
            ["01 numero(2)", "20260101 fecha(yyyyMMdd)", "-1.5 decimal(4,2)", "S booleano(S/N)"],
            layout.Columns.Skip(2).Select(c => $"{c.Constant} {c.Type}"));
    }

    [Fact]
    public void A_constant_without_a_type_takes_that_of_the_column_it_refers_to()
    {
        // Through another constant that itself takes its type from a third master.
        var result = Sample.Load(
            Sample.Master(
                "XUNO", "  campos_hardcoded:", "    DOS: \"07\"", "  reglas[1]{campo,regla,valor}:",
                "    DOS,referencia,erp_xdos.tres"),
            Sample.Master(
                "XDOS", "  campos_hardcoded:", "    TRES: \"07\"", "  reglas[1]{campo,regla,valor}:",
                "    TRES,referencia,erp_xtres.cod").Replace("campos_clave: COD", "campos_clave: TRES", StringComparison.Ordinal),
            Sample.Master("XTRES"));
        Assert.Empty(result.Problems);
        Assert.Equal("numero(2)", result.Layouts.Find("XDOS")!.FindColumn("TRES")!.Type.ToString());
        Assert.Equal("numero(2)", result.Layouts.Find("XUNO")!.FindColumn("DOS")!.Type.ToString());
    }

    [Fact]
    public void A_constant_that_does_not_fit_the_type_it_takes_is_refused()
    {
        var result = Sample.Load(
            Sample.Master(
                "XUNO", "  campos_hardcoded:", "    DOS: ABC", "  reglas[1]{campo,regla,valor}:",
                "    DOS,referencia,erp_xdos.cod"),
            Sample.Master("XDOS"));
        var problem = Assert.Single(result.Problems);
        Assert.Equal((8, 10, "ABC"), (problem.Line, problem.Column, problem.Found));
        Assert.Contains("no es de su tipo", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_to_the_own_table_is_no_cycle()
    {
        var layout = Sample.LoadOne(Sample.FixedWith(
            8, "    PADRE,2,4,false,numero(2)", "  reglas[1]{campo,regla,valor}:", "    PADRE,referencia,erp_uno.cod"));
        Assert.Empty(new LayoutSet([layout]).ParentsOf(layout));
    }

    [Fact]
    public void A_reference_to_part_of_a_key_is_a_warning()
    {
        var result = Sample.Load(
            Sample.Master("XDOS", "  reglas[1]{campo,regla,valor}:", "    COD,referencia,erp_uno.cod"),
            Sample.FixedWith(5, "  campos_clave: \"COD,NOMBRE\""));
        Assert.True(result.IsValid);
        var warning = Assert.Single(result.Problems);
        Assert.Equal((8, 20, "la clave: COD,NOMBRE"), (warning.Line, warning.Column, warning.Expected));
        Assert.Equal(2, result.Layouts.All.Count);
    }

    [Fact]
    public void A_constant_in_the_parents_key_does_not_count_against_a_reference()
    {
        var result = Sample.Load(
            Sample.Master("XDOS", "  reglas[1]{campo,regla,valor}:", "    COD,referencia,erp_uno.cod"),
            Sample.FixedWith(5, "  campos_clave: \"CIA,COD\"", "  campos_hardcoded:", "    CIA: \"01\""));
        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Layouts_in_any_order_and_in_one_file_or_several_are_the_same_set()
    {
        var texts = ShippedLayouts.Read();
        var one = LayoutLoader.Load([new LayoutText("todas.toon", string.Join('\n', texts.Reverse().Select(t => t.Text)))]);
        Assert.Empty(one.Problems);
        Assert.Equal(
            LayoutLoader.Load(texts).Layouts.All.Select(l => (l.Fingerprint, l.Source)),
            one.Layouts.All.Select(l => (l.Fingerprint, l.Source)));
    }

    [Fact]
    public void No_text_at_all_is_an_empty_set_without_problems()
    {
        var result = LayoutLoader.Load([]);
        Assert.True(result.IsValid);
        Assert.Empty(result.Layouts.All);
    }

    [Fact]
    public void A_problem_reads_as_one_line_that_leads_to_its_place() => Assert.Equal(
        "XUNO.toon:4:10: error: «ancho» debe ser un número entero (encontrado: ancha; esperado: un entero entre 1 y 1048576)",
        Assert.Single(Sample.Load(Sample.FixedWith(4, "  ancho: ancha")).Problems).ToString());
}
