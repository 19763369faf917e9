namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>Small layouts for tests, as TOON; each takes further lines (<c>"modo: incremental"</c>) of its own.</summary>
internal static class Maestra
{
    /// <summary>Lines like <c>1|BOGOTA|11</c>: a key, a required name, an optional zone.</summary>
    public static string Ciudad(params string[] more) => Text(
        """
        CIUDAD:
          tabla_destino: erp_ciudad
          tipo: delimitado
          delimitador: "|"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[3]{nombre,index,required,tipo_dato}:
            COD,0,true,numero(3)
            NOMBRE,1,true,texto(20)
            ZONA,2,false,numero(2)
          campos_clave[1]: COD
        """,
        more);

    /// <summary>Lines like <c>11|ANDINA</c>, the zones that cities may refer to.</summary>
    public static string Zona(params string[] more) => Text(
        """
        ZONA:
          tabla_destino: erp_zona
          tipo: delimitado
          delimitador: "|"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[2]{nombre,index,required,tipo_dato}:
            COD,0,true,numero(2)
            NOMBRE,1,true,texto(20)
          campos_clave[1]: COD
        """,
        more);

    /// <summary>Cities whose zone must exist.</summary>
    public static string CiudadDeZona(string severity, params string[] more) => Ciudad(
        [.. more, "reglas[1]{campo,regla,valor,severidad}:", $"  ZONA,referencia,erp_zona.cod,{severity}"]);

    /// <summary>Lines like <c>BOGOTA|11</c>, without a key of their own: the whole record is the key.</summary>
    public static string SinClave(params string[] more) => Text(
        """
        LISTA:
          tabla_destino: erp_lista
          tipo: delimitado
          delimitador: "|"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[2]{nombre,index,required,tipo_dato}:
            NOMBRE,0,true,texto(20)
            ZONA,1,false,numero(2)
        """,
        more);

    private static string Text(string layout, string[] more) =>
        string.Join('\n', more.Select(line => "  " + line).Prepend(layout)) + "\n";
}
