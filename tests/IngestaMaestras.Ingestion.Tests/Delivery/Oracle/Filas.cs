using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Tests.Support;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>Layouts whose rows the tests send.</summary>
internal static class Filas
{
    /// <summary>COD numero(3) key, NOMBRE texto(20), ZONA numero(2).</summary>
    public static Layout Ciudad { get; } = TestHub.Read(Maestra.Ciudad()).All[0];

    /// <summary>NOMBRE texto(20), ZONA numero(2); the whole record is the key.</summary>
    public static Layout SinClave { get; } = TestHub.Read(Maestra.SinClave()).All[0];

    /// <summary>CIA and COD are the key or, as the test says, one of them; text without limit besides.</summary>
    public static Layout Sede(string key, string types = "COD,1,true,\"texto(4)\"", params string[] more) => TestHub.Read(
        $$"""
        SEDE:
          tabla_destino: erp_sede
          tipo: delimitado
          delimitador: "|"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[{{3 + more.Length}}]{nombre,index,required,tipo_dato}:
            CIA,0,true,"texto(2)"
            {{types}}
            NOTA,2,false,texto
            {{string.Join("\n    ", more)}}
          campos_clave[{{key.Split(',').Length}}]: {{key}}
        """.Replace("    \n", "", StringComparison.Ordinal)).All[0];
}
