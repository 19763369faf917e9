using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>Layouts as the earlier pipeline wrote them: no types, no rules, several ways to say the same.</summary>
public sealed class OldFormLayoutTests
{
    private const string Fixed = """
        XCADENA.txt:
          tabla_destino: ERP_CADENA
          encoding: latin-1
          tipo: fixed
          ignore_header: false
          campos[2]{nombre,start,end,required}:
            CODCADE,0,1,true
            NOMBRE,1,31,false
          kafka_topic: masterdata.erp.cadena
          campos_clave[1]: CODCADE
          descripcion: "Cadenas: todas"
        """;

    private const string Delimited = """
        xlexsubl:
          tabla_destino: erp_sublinea
          encoding: cp1252
          tipo: delimitado
          delimitador: |
          ignore_header: "true"
          campos[2]{nombre,index,required}:
            " SUBLIN ","0",si
            'NOMBRE',3,
          campos_hardcoded:
            CODCIA: "01"
            ANIO: 2026
          kafka_topic: masterdata.erp.sublinea
          campos_clave: "CODCIA, SUBLIN"
        """;

    private const string Several = """
        XGEN:
            tabla_destino: erp_gerencia
            encoding: utf8
            tipo: fijo
            campos[2]{nombre,start,end}:
                DIVIS,0,2
                NOMBRE,2,32
            campos_hardcoded[1]{nombre,valor}:
                CODCIA,01

        CRLISUCATE.TXT:
            tabla_destino: erp_segmentos
            encoding: windows-1252
            tipo: delimited
            delimitador: "\t"
            ignore_header: true
            campos[1]:
                - nombre: SUBLIN
                    index: 6
                    required: true
            campos_hardcoded: {}
            kafka_topic: ""
            campos_clave: SUBLIN
        """;

    private const string Cities = """
        XCIUDAD:
          tabla_destino: erp_ciudad
          encoding: iso-8859-1
          tipo: fixed
          campos[2]{nombre,start,end,required}:
            CIUDAD,0,3,true
            NOMBRE,3,33,true
          campos_hardcoded:
            COD_PAIS: "169"
          campos_clave[2]: COD_PAIS,CIUDAD
        """;

    [Fact]
    public void A_fixed_width_layout_loads_unchanged()
    {
        var layout = Sample.LoadOne(Fixed);
        Assert.Equal("XCADENA", layout.Maestra);
        Assert.Equal("erp_cadena", layout.Table);
        Assert.Equal(SourceEncoding.Latin1, layout.Encoding);
        Assert.Equal(RecordFormat.Fixed, layout.Format);
        Assert.Null(layout.Delimiter);
        Assert.False(layout.IgnoreHeader);
        Assert.Equal(
            [
                new LayoutColumn("CODCADE", "codcade", FieldType.UnlimitedText, true, true, 0, 1),
                new LayoutColumn("NOMBRE", "nombre", FieldType.UnlimitedText, false, false, 1, 31),
            ],
            layout.Columns);
        Assert.Equal("masterdata.erp.cadena", layout.KafkaTopic);
        Assert.Equal("Cadenas: todas", layout.Description);
        Assert.Empty(layout.Rules);
    }

    [Fact]
    public void A_delimited_layout_loads_with_its_quotes_spaces_and_words()
    {
        var layout = Sample.LoadOne(Delimited);
        Assert.Equal("XLEXSUBL", layout.Maestra);
        Assert.Equal(SourceEncoding.Windows1252, layout.Encoding);
        Assert.Equal((byte)'|', layout.Delimiter);
        Assert.True(layout.IgnoreHeader);
        Assert.Equal(
            [
                new LayoutColumn("SUBLIN", "sublin", FieldType.UnlimitedText, true, true, Index: 0),
                new LayoutColumn("NOMBRE", "nombre", FieldType.UnlimitedText, false, false, Index: 3),
                new LayoutColumn("CODCIA", "codcia", FieldType.UnlimitedText, true, true, Constant: "01"),
                new LayoutColumn("ANIO", "anio", FieldType.UnlimitedText, true, false, Constant: "2026"),
            ],
            layout.Columns);
        Assert.Equal(["CODCIA", "SUBLIN"], layout.KeyColumns.Select(c => c.Name));
    }

    [Fact]
    public void Several_masters_in_one_file_load_whatever_their_indentation()
    {
        var result = Sample.Load(Several);
        Assert.True(result.IsValid, string.Join('\n', result.Problems));
        var warning = Assert.Single(result.Problems);
        Assert.Equal(("XGEN", 1, 1), (warning.Maestra, warning.Line, warning.Column));
        Assert.Contains("la clave es todo el registro", warning.Message, StringComparison.Ordinal);

        var divisions = result.Layouts.Find("XGEN")!;
        Assert.True(divisions.WholeRecordKey);
        Assert.Equal(SourceEncoding.Utf8, divisions.Encoding);
        Assert.Equal("01", divisions.FindColumn("CODCIA")!.Constant);
        Assert.All(divisions.Columns, c => Assert.False(c.IsKey));

        var segments = result.Layouts.Find("crlisucate")!;
        Assert.Equal((byte)'\t', segments.Delimiter);
        Assert.Equal(6, segments.FindColumn("SUBLIN")!.Index);
        Assert.Null(segments.KafkaTopic);
        Assert.StartsWith("CRLISUCATE.TXT:\n", segments.Source, StringComparison.Ordinal);
        Assert.EndsWith("\n    campos_clave: SUBLIN\n", segments.Source, StringComparison.Ordinal);
        Assert.EndsWith("\n        CODCIA,01\n", divisions.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_from_Windows_loads_like_any_other()
    {
        var windows = Sample.LoadOne("\uFEFF" + Cities.ReplaceLineEndings("\r\n"));
        var unix = Sample.LoadOne(Cities);
        Assert.Equal(unix.Fingerprint, windows.Fingerprint);
        Assert.Equal(unix.Source, windows.Source);
    }

    [Fact]
    public void A_constant_of_the_old_form_is_text() =>
        Assert.Equal(FieldType.UnlimitedText, Sample.LoadOne(Cities).FindColumn("COD_PAIS")!.Type);

    [Fact]
    public void A_delimiter_that_a_fixed_width_layout_does_not_use_is_only_a_warning()
    {
        var result = Sample.Load(Sample.Fixed("  delimitador: \"|\""));
        Assert.True(result.IsValid);
        Assert.Equal((9, 16, true), (result.Problems[0].Line, result.Problems[0].Column, result.Problems[0].IsWarning));
        Assert.Null(result.Layouts.All[0].Delimiter);
    }
}
