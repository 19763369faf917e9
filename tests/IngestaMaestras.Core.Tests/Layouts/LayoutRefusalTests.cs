using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>What a layout may not say, each with the place of the message.</summary>
public sealed class LayoutRefusalTests
{
    [Fact]
    public void The_samples_themselves_load_without_a_problem()
    {
        Sample.LoadOne(Sample.Fixed());
        Sample.LoadOne(Sample.Delimited());
        Sample.LoadOne(Sample.Master("XDOS"));
    }

    [Theory]
    // Positions
    [InlineData(8, "    NOMBRE,1,12,true,texto(10)", 8, 12, "el campo «NOMBRE» (1–12) se superpone con «COD» (0–2)")]
    [InlineData(7, "    COD,4,6,true,numero(2)", 8, 12, "el campo «NOMBRE» (2–12) se superpone con «COD» (4–6)")]
    [InlineData(8, "    NOMBRE,12,2,true,texto(10)", 8, 15, "termina antes de empezar")]
    [InlineData(8, "    NOMBRE,2,2,true,texto(10)", 8, 14, "termina antes de empezar")]
    [InlineData(8, "    NOMBRE,2,21,true,texto(10)", 8, 14, "más allá del ancho")]
    [InlineData(8, "    NOMBRE,-2,12,true,texto(10)", 8, 12, "«start» debe ser un número entero")]
    [InlineData(8, "    NOMBRE,2,doce,true,texto(10)", 8, 14, "«end» debe ser un número entero")]
    [InlineData(8, "    NOMBRE,\"\",12,true,texto(10)", 8, 12, "falta «start»")]
    [InlineData(8, "    NOMBRE,2,12,quizás,texto(10)", 8, 17, "«required» debe ser verdadero o falso")]
    // Names
    [InlineData(8, "    cod,2,12,true,texto(10)", 8, 5, "la columna «cod» ya está en la línea 7")]
    [InlineData(8, "    NÚMERO,2,12,true,texto(10)", 8, 5, "no sirve como nombre de columna")]
    [InlineData(8, "    1COD,2,12,true,texto(10)", 8, 5, "no sirve como nombre de columna")]
    [InlineData(8, "    \"A;drop table x\",2,12,true,texto(10)", 8, 5, "no sirve como nombre de columna")]
    [InlineData(8, "    FEMOD,2,12,true,texto(10)", 8, 5, "es una columna del propio sistema")]
    [InlineData(8, "    _version,2,12,true,texto(10)", 8, 5, "es una columna del propio sistema")]
    [InlineData(8, "    ctid,2,12,true,texto(10)", 8, 5, "es una columna del propio sistema")]
    [InlineData(8, "    \"\",2,12,true,texto(10)", 8, 5, "falta «nombre»")]
    [InlineData(1, "\"X-UNO\":", 1, 1, "no sirve como nombre de maestra")]
    [InlineData(2, "  tabla_destino: erp-uno", 2, 18, "no sirve como nombre de tabla")]
    [InlineData(2, "  tabla_destino: error_log", 2, 18, "es del propio sistema")]
    [InlineData(2, "  tabla_destino: a23456789012345678901234567890123456789012345678901234567890123x", 2, 18, "nombre de tabla")]
    // Types
    [InlineData(8, "    NOMBRE,2,12,true,cadena(10)", 8, 22, "«cadena(10)» no es un tipo de dato")]
    [InlineData(8, "    NOMBRE,2,12,true,texto(0)", 8, 22, "la longitud de «texto(0)»")]
    [InlineData(8, "    NOMBRE,2,12,true,numero(19)", 8, 22, "las cifras de «numero(19)»")]
    [InlineData(8, "    NOMBRE,2,12,true,numero", 8, 22, "las cifras de «numero»")]
    [InlineData(8, "    NOMBRE,2,12,true,\"decimal(5,6)\"", 8, 22, "las cifras de «decimal(5,6)»")]
    [InlineData(8, "    NOMBRE,2,12,true,fecha(yyMMdd)", 8, 22, "el formato de «fecha(yyMMdd)»")]
    [InlineData(8, "    NOMBRE,2,12,true,fecha(yyyyMMMM)", 8, 22, "el formato de")]
    [InlineData(8, "    NOMBRE,2,12,true,booleano(S/S)", 8, 22, "los textos de «booleano(S/S)»")]
    [InlineData(8, "    NOMBRE,2,8,true,fecha(yyyyMMdd)", 8, 21, "es más corto que los valores de su tipo")]
    // Settings
    [InlineData(3, "  tipo: excel", 3, 9, "«tipo» tiene un valor desconocido")]
    [InlineData(4, "  ancho: ancha", 4, 10, "«ancho» debe ser un número entero")]
    [InlineData(4, "  ancho: 0", 4, 10, "«ancho» debe ser un número entero")]
    [InlineData(4, "  encoding: ebcdic", 4, 13, "«encoding» tiene un valor desconocido")]
    [InlineData(4, "  modo: parcial", 4, 9, "«modo» tiene un valor desconocido")]
    [InlineData(4, "  esperado: true", 4, 13, "«esperado» tiene un valor desconocido")]
    [InlineData(4, "  kafka_format: avro", 4, 17, "«kafka_format» tiene un valor desconocido")]
    [InlineData(4, "  separador_decimal: ;", 4, 22, "«separador_decimal» tiene un valor desconocido")]
    [InlineData(4, "  ignore_header: 2", 4, 18, "«ignore_header» debe ser verdadero o falso")]
    [InlineData(4, "  umbral_alerta: 1.01", 4, 18, "«umbral_alerta» debe ser una proporción")]
    [InlineData(4, "  umbral_rechazo: -0.1", 4, 19, "«umbral_rechazo» debe ser una proporción")]
    [InlineData(4, "  umbral_borrado: mucho", 4, 19, "«umbral_borrado» debe ser una proporción")]
    [InlineData(4, "  hora_limite: 25:00", 4, 16, "no es una hora")]
    [InlineData(4, "  hora_limite: 6:30", 4, 16, "no es una hora")]
    [InlineData(4, "  kafka_topic: a b", 4, 16, "no sirve como tópico")]
    [InlineData(4, "  kafka_topic: ..", 4, 16, "no sirve como tópico")]
    [InlineData(4, "  descripcion[2]: a,b", 4, 14, "«descripcion» debe ser un valor simple")]
    [InlineData(4, "  anchura: 20", 4, 3, "«anchura» no es una clave de los layouts")]
    [InlineData(4, "  partes: 3", 4, 3, "«partes» no existe en archivos de ancho fijo")]
    // Key
    [InlineData(5, "  campos_clave: CODIGO", 5, 17, "la clave nombra «CODIGO»")]
    [InlineData(5, "  campos_clave: \"COD,cod\"", 5, 17, "la clave repite «cod»")]
    [InlineData(5, "  campos_clave[2]: COD,OTRO", 5, 24, "la clave nombra «OTRO»")]
    // Structure
    [InlineData(6, "  campos[2]{nombre,start,end,required,tipo}:", 7, 18, "«tipo» no es una columna de «campos»")]
    public void A_fixed_width_layout_is_refused_where_the_fault_is(
        int line, string text, int atLine, int atColumn, string message) =>
        AssertRefused(Sample.FixedWith(line, text), atLine, atColumn, message);

    [Fact]
    public void A_wrong_header_of_a_table_is_reported_once_not_in_every_row()
    {
        AssertAll(
            Sample.Load(Sample.FixedWith(6, "  campos[2]{campo,start,end,required,tipo_dato}:")),
            "7:5 «campo» no es una columna de «campos»", "7:5 falta «nombre» en una fila de «campos»");
        AssertAll(
            Sample.Load(Sample.FixedWith(6, "  campos[2]{nombre,index,end,required,tipo_dato}:")),
            "7:5 falta «start» en una fila de «campos»", "7:9 «index» no existe en archivos de ancho fijo");
        AssertAll(
            Sample.Load(Sample.DelimitedWith(7, "  campos[2]{nombre,start,required,tipo_dato}:")),
            "8:5 falta «index» en una fila de «campos»", "8:9 «start» no existe en archivos delimitados");
    }

    [Fact]
    public void Every_problem_of_every_master_is_reported_at_once()
    {
        var result = Sample.Load(
            """
            XUNO:
              tabla_destino: erp_uno
              tipo: fixed
              campos_clave: COD
              anchura: 5
              campos[3]{nombre,start,end,tipo_dato}:
                COD,0,2,entero
                NOMBRE,1,12,texto(10)
                nombre,12,10,texto(10)
              reglas[2]{campo,regla,valor}:
                COD,rango,9..1
                OTRO,longitud,5
            XDOS:
              tabla_destino: erp_uno
              tipo: delimitado
              campos[1]{nombre,index}:
                COD,0
            """,
            "XTRES:\n  tipo",
            Sample.Master("XCUATRO", "  umbral_alerta: 7", "  reglas[1]{campo,regla,valor}:", "    COD,referencia,erp_nada.cod"));
        Assert.Equal(
            [
                "XUNO.toon XUNO 5:3 «anchura» no es una clave de los layouts",
                "XUNO.toon XUNO 7:13 «entero» no es un tipo de dato",
                "XUNO.toon XUNO 8:12 el campo «NOMBRE» (1–12) se superpone con «COD» (0–2)",
                "XUNO.toon XUNO 9:5 la columna «nombre» ya está en la línea 8 (no se distinguen mayúsculas)",
                "XUNO.toon XUNO 9:15 el campo «nombre» termina antes de empezar",
                "XUNO.toon XUNO 11:15 el rango está vacío: 9 es mayor que 1",
                "XUNO.toon XUNO 12:5 la regla nombra «OTRO», que no es un campo ni una constante",
                "XUNO.toon XDOS 13:1 falta la clave «delimitador»",
                "XUNO.toon XDOS 13:1 aviso la maestra no tiene «campos_clave»: la clave es todo el registro",
                "XUNO.toon XDOS 14:18 la tabla «erp_uno» ya es la de la maestra «XUNO» (XUNO.toon)",
                "X2.toon  2:3 falta «:» después de la clave o del encabezado",
                "X3.toon XCUATRO 7:18 «umbral_alerta» debe ser una proporción",
                "X3.toon XCUATRO 9:20 ningún layout tiene la tabla «erp_nada»",
            ],
            result.Problems.Select(p =>
                $"{p.File} {p.Maestra} {p.Line}:{p.Column} {(p.IsWarning ? "aviso " : "")}{p.Message}"));
    }

    [Fact]
    public void A_reference_to_a_text_that_cannot_be_read_is_not_blamed()
    {
        var result = Sample.Load(
            Sample.Master("XUNO", "  reglas[1]{campo,regla,valor}:", "    COD,referencia,erp_xdos.cod"),
            Sample.Master("XDOS", "    fuera de lugar"));
        Assert.Equal("X2.toon", Assert.Single(result.Problems).File);
    }

    [Theory]
    [InlineData(2, "tabla_destino")]
    [InlineData(3, "tipo")]
    public void A_missing_setting_is_reported_where_its_master_starts(int line, string key) =>
        AssertRefused(Sample.FixedWithout(line), 1, 1, $"falta la clave «{key}»");

    [Fact]
    public void A_master_without_fields_is_refused()
    {
        string[] head = ["XUNO:", "  tabla_destino: erp_uno", "  tipo: fixed"];
        AssertRefused(string.Join('\n', head), 1, 1, "falta la clave «campos»");
        AssertRefused(string.Join('\n', [.. head, "  campos: []"]), 4, 3, "la maestra no tiene campos");
        AssertRefused(string.Join('\n', [.. head, "  campos: NOMBRE"]), 4, 11, "«campos» debe ser una tabla");
        AssertRefused(string.Join('\n', [.. head, "  campos[1]: NOMBRE"]), 4, 14, "un elemento de «campos» no es una fila");
    }

    [Theory]
    [InlineData(4, "  delimitador: \"\"", 1, 1, "falta la clave «delimitador»")]
    [InlineData(4, "  delimitador: \"||\"", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: x", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: 5", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: \" \"", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: \"\\n\"", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: \"'\"", 4, 16, "el delimitador no sirve")]
    [InlineData(4, "  delimitador: ¦", 4, 16, "el delimitador no sirve")]
    [InlineData(9, "    NOMBRE,3,true,texto(10)", 9, 12, "más allá de las 3 partes")]
    [InlineData(9, "    NOMBRE,0,true,texto(10)", 9, 12, "toma la parte 0, que ya es la de «COD»")]
    [InlineData(9, "    NOMBRE,\"\",true,texto(10)", 9, 12, "falta «index»")]
    [InlineData(5, "  partes: 0", 5, 11, "«partes» debe ser un número entero")]
    public void A_delimited_layout_is_refused_where_the_fault_is(
        int line, string text, int atLine, int atColumn, string message) =>
        AssertRefused(Sample.DelimitedWith(line, text), atLine, atColumn, message);

    [Fact]
    public void A_delimiter_cannot_be_the_decimal_separator_of_a_decimal_field() => AssertRefused(
        Sample.DelimitedWith(4, "  delimitador: \",\"", "  separador_decimal: \",\"")
            .Replace("texto(10)", "\"decimal(5,2)\"", StringComparison.Ordinal),
        4, 16, "es también el delimitador");

    [Theory]
    [InlineData("OTRO,longitud,1..3,error", 10, 5, "la regla nombra «OTRO»")]
    [InlineData("COD,rangos,1..3,error", 10, 9, "«regla» tiene un valor desconocido")]
    [InlineData("COD,rango,1..3,grave", 10, 20, "«severidad» tiene un valor desconocido")]
    [InlineData("COD,rango,\"\",error", 10, 9, "falta el valor de la regla «rango»")]
    [InlineData("COD,rango,1-3,error", 10, 15, "el rango no se entiende")]
    [InlineData("COD,rango,..,error", 10, 15, "el rango no se entiende")]
    [InlineData("COD,rango,a..b,error", 10, 15, "el rango no se entiende")]
    [InlineData("COD,rango,5,error", 10, 15, "el rango no se entiende")]
    [InlineData("COD,rango,9..1,error", 10, 15, "el rango está vacío")]
    [InlineData("NOMBRE,rango,1..9,error", 10, 18, "un rango no se puede aplicar a «NOMBRE», que es texto(10)")]
    [InlineData("NOMBRE,longitud,x..9,error", 10, 21, "la longitud no se entiende")]
    [InlineData("NOMBRE,longitud,9..1,error", 10, 21, "la longitud está vacía")]
    [InlineData("NOMBRE,patron,\"^[A-Z$\",error", 10, 19, "no es una expresión regular válida")]
    [InlineData("NOMBRE,patron,\"(a)\\\\1\",error", 10, 19, "usa algo que no se admite")]
    [InlineData("NOMBRE,patron,\"^(?=a)\",error", 10, 19, "usa algo que no se admite")]
    [InlineData("NOMBRE,patron,\"((a{100}){100}){100}\",error", 10, 19, "demasiado grande")]
    [InlineData("NOMBRE,valores,A;;B,error", 10, 20, "tiene uno vacío")]
    [InlineData("NOMBRE,valores,A;B;A,error", 10, 20, "repite «A»")]
    [InlineData("COD,valores,1;DOS,error", 10, 17, "«DOS» no es un valor posible de «COD»")]
    [InlineData("COD,referencia,erp_dos,error", 10, 20, "la referencia no se entiende")]
    [InlineData("COD,referencia,a.b.c,error", 10, 20, "la referencia no se entiende")]
    [InlineData("COD,referencia,erp_dos.cod,error", 10, 20, "ningún layout tiene la tabla «erp_dos»")]
    [InlineData("COD,referencia,erp_uno.otro,error", 10, 20, "la tabla «erp_uno» no tiene la columna «otro»")]
    [InlineData("NOMBRE,referencia,erp_uno.cod,error", 10, 23, "«NOMBRE» es texto(10) y no se puede comparar con erp_uno.COD")]
    public void A_rule_is_refused_where_the_fault_is(string rule, int atLine, int atColumn, string message) =>
        AssertRefused(
            Sample.Fixed("  reglas[1]{campo,regla,valor,severidad}:", $"    {rule}"), atLine, atColumn, message);

    [Theory]
    [InlineData("CIA,1234,numero(3)", 10, 9, "el valor de la constante «CIA» no es de su tipo")]
    [InlineData("CIA,A,numero(3)", 10, 9, "no es de su tipo")]
    [InlineData("CIA,ABCD,texto(3)", 10, 9, "no es de su tipo")]
    [InlineData("CIA,\"1,5\",\"decimal(4,2)\"", 10, 9, "no es de su tipo")]
    [InlineData("CIA,20260230,fecha(yyyyMMdd)", 10, 9, "no es de su tipo")]
    [InlineData("CIA,X,booleano(S/N)", 10, 9, "no es de su tipo")]
    [InlineData("CIA,\"a\\tb\",texto", 10, 9, "tiene caracteres de control")]
    [InlineData("CIA,\"\",texto(2)", 10, 9, "falta «valor»")]
    [InlineData("cod,1,numero(2)", 10, 5, "la columna «cod» ya está en la línea 7")]
    [InlineData("CIA,1,entero", 10, 11, "«entero» no es un tipo de dato")]
    public void A_constant_is_refused_where_the_fault_is(string constant, int atLine, int atColumn, string message) =>
        AssertRefused(
            Sample.Fixed("  constantes[1]{nombre,valor,tipo_dato}:", $"    {constant}"), atLine, atColumn, message);

    [Fact]
    public void A_constant_that_breaks_its_own_rule_is_refused() => AssertRefused(
        Sample.Fixed(
            "  constantes[1]{nombre,valor,tipo_dato}:", "    CIA,7,numero(2)",
            "  reglas[1]{campo,regla,valor}:", "    CIA,rango,10..20"),
        12, 15, "la constante «CIA» (7) no cumple la regla «rango 10..20»");

    [Fact]
    public void Two_masters_for_one_file_are_refused_whatever_the_case() => AssertRefused(
        Sample.Load(Sample.Master("XUNO"), "\n" + Sample.Master("xuno").Replace("erp_xuno", "erp_otra", StringComparison.Ordinal)),
        "X2.toon", 2, 1, "la maestra «XUNO» ya está descrita en XUNO.toon, línea 1");

    [Fact]
    public void Two_masters_for_one_table_are_refused_whatever_the_case() => AssertRefused(
        Sample.Load(
            Sample.Master("XUNO"), Sample.Master("XDOS").Replace("erp_xdos", "ERP_XUNO", StringComparison.Ordinal)),
        "X2.toon", 2, 18, "la tabla «erp_xuno» ya es la de la maestra «XUNO»");

    [Theory]
    [InlineData("a.b", "a.b")]
    [InlineData("a.b", "a_b")]
    public void Two_masters_for_one_topic_are_refused(string first, string second) => AssertRefused(
        Sample.Load(
            Sample.Master("XUNO", $"  kafka_topic: {first}"), Sample.Master("XDOS", $"  kafka_topic: {second}")),
        "X2.toon", 7, 16, $"el tópico «{second}» es igual o se confunde");

    [Fact]
    public void A_cycle_of_references_is_refused_and_shown_whole()
    {
        static string To(string name, string parent) => Sample.Master(
            name, "  reglas[1]{campo,regla,valor}:", $"    COD,referencia,erp_{parent}.cod");

        AssertRefused(
            Sample.Load(To("XUNO", "xdos"), To("XDOS", "xtres"), To("XTRES", "xuno")),
            "X3.toon", 8, 20, "forman un ciclo: erp_xuno → erp_xdos → erp_xtres → erp_xuno");
    }

    [Fact]
    public void A_text_that_describes_no_master_is_refused()
    {
        AssertRefused("", 0, 0, "no describe ninguna maestra");
        AssertRefused("[2]: a,b", 1, 1, "el archivo no describe maestras");
        AssertRefused("XUNO: hola", 1, 7, "«XUNO» no tiene la descripción de una maestra");
        AssertRefused("XUNO:\n  descripcion: a\0b", 2, 17, "carácter de control");
    }

    [Theory]
    [InlineData(6, "  campos[3]{nombre,start,end,required,tipo_dato}:", 6)]
    [InlineData(8, "    NOMBRE,2,12,true", 8)]
    [InlineData(4, "  ancho 20", 4)]
    [InlineData(4, "   ancho: 20", 4)]
    [InlineData(4, "  tipo: fixed", 4)]
    public void A_syntax_error_is_one_problem_with_its_line(int line, string text, int atLine)
    {
        var result = Sample.Load(Sample.FixedWith(line, text));
        var problem = Assert.Single(result.Problems);
        Assert.Equal((Sample.File, atLine, null), (problem.File, problem.Line, problem.Maestra));
        Assert.False(problem.IsWarning);
    }

    private static void AssertAll(LayoutLoadResult result, params string[] expected) =>
        Assert.Equal(expected, result.Problems.Select(p => $"{p.Line}:{p.Column} {p.Message}"));

    private static void AssertRefused(string text, int line, int column, string message) =>
        AssertRefused(Sample.Load(text), Sample.File, line, column, message);

    /// <summary>One fault is one error, at its place.</summary>
    private static void AssertRefused(LayoutLoadResult result, string file, int line, int column, string message)
    {
        Assert.False(result.IsValid);
        Assert.Empty(result.Layouts.All);
        Assert.True(result.Problems.Count(p => !p.IsWarning) == 1, string.Join('\n', result.Problems));
        var problem = result.Problems.First(p => !p.IsWarning);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((file, line, column), (problem.File, problem.Line, problem.Column));
        Assert.NotEqual("", problem.Found);
        Assert.NotEqual("", problem.Expected);
    }
}
