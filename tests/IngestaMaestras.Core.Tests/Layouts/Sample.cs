using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>Small correct layouts, in lines that a test can replace or add to.</summary>
internal static class Sample
{
    public const string File = "XUNO.toon";

    private static readonly string[] FixedLines =
    [
        "XUNO:",
        "  tabla_destino: erp_uno",
        "  tipo: fixed",
        "  ancho: 20",
        "  campos_clave: COD",
        "  campos[2]{nombre,start,end,required,tipo_dato}:",
        "    COD,0,2,true,numero(2)",
        "    NOMBRE,2,12,true,texto(10)",
    ];

    private static readonly string[] DelimitedLines =
    [
        "XUNO:",
        "  tabla_destino: erp_uno",
        "  tipo: delimitado",
        "  delimitador: \"|\"",
        "  partes: 3",
        "  campos_clave: COD",
        "  campos[2]{nombre,index,required,tipo_dato}:",
        "    COD,0,true,numero(2)",
        "    NOMBRE,2,true,texto(10)",
    ];

    /// <summary>The fixed-width layout (8 lines) with more lines after it.</summary>
    public static string Fixed(params string[] more) => Join(FixedLines, more);

    /// <summary>The fixed-width layout with one line replaced; lines count from 1.</summary>
    public static string FixedWith(int line, string text, params string[] more) =>
        Join([.. FixedLines.Select((l, i) => i == line - 1 ? text : l)], more);

    public static string FixedWithout(int line) => Join([.. FixedLines.Where((_, i) => i != line - 1)], []);

    /// <summary>The delimited layout (9 lines) with more lines after it.</summary>
    public static string Delimited(params string[] more) => Join(DelimitedLines, more);

    public static string DelimitedWith(int line, string text, params string[] more) =>
        Join([.. DelimitedLines.Select((l, i) => i == line - 1 ? text : l)], more);

    /// <summary>A layout of one numeric key column <c>COD</c> and more lines (from line 6).</summary>
    public static string Master(string name, params string[] more) => Join(
        [
            $"{name}:",
            $"  tabla_destino: erp_{name.ToLowerInvariant()}",
            "  tipo: fixed",
            "  campos_clave: COD",
            "  campos[1]{nombre,start,end,tipo_dato}:",
            "    COD,0,2,numero(2)",
        ],
        more);

    public static LayoutLoadResult Load(params string[] texts) => LayoutLoader.Load(
        texts.Select((t, i) => new LayoutText(i == 0 ? File : $"X{i + 1}.toon", t)));

    /// <summary>The only layout of a text that must load without a problem.</summary>
    public static Layout LoadOne(string text)
    {
        var result = Load(text);
        Assert.Empty(result.Problems);
        return Assert.Single(result.Layouts.All);
    }

    private static string Join(string[] lines, string[] more) => string.Join('\n', [.. lines, .. more, ""]);
}
