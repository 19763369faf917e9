namespace IngestaMaestras.Ingestion.Samples.Words;

/// <summary>Codes and names as the masters really have them: one row a line, the code first.</summary>
internal static class RealRows
{
    public const string Chains = """
        A ÉXITO
        B CARULLA
        C SUPER INTER
        D SURTIMAX
        E SURTIMAYORISTA
        F POMONA
        G LEY
        H CARULLA FRESHMARKET
        I ÉXITO WOW
        J ÉXITO EXPRESS
        K CARULLA EXPRESS
        L BODEGA SURTIMAX
        M VIVA MALLS
        N NIÑOS & CÍA.
        O OLÍMPICA
        P MERCADOS DEL PAÑOL
        Q LA CANDELARIA *
        R PROXIMIDAD/ALIADOS
        S SAO
        T TODO A $ MIL
        U ÉXITO.COM
        V VIVERO
        W WEB / DOMICILIOS
        X CADENA CERRADA #1
        """;

    public const string Currencies = """
        01 PESO COLOMBIANO
        02 DÓLAR AMERICANO
        03 EURO
        04 BOLÍVAR VENEZOLANO
        05 PESO MEXICANO
        06 SOL PERUANO
        07 REAL BRASILEÑO
        08 PESO CHILENO
        09 PESO ARGENTINO
        10 LIBRA ESTERLINA
        11 YEN JAPONÉS
        12 FRANCO SUIZO
        13 DÓLAR CANADIENSE
        14 YUAN CHINO
        15 CORONA SUECA
        16 CORONA DANESA
        17 BALBOA PANAMEÑO
        18 PESO URUGUAYO
        19 GUARANÍ PARAGUAYO
        20 U.V.R. *
        """;

    public const string Channels = """
        A ALMACÉN
        B BODEGA
        D DOMICILIO / TELÉFONO
        E E-COMMERCE
        M MAYORISTA
        T1 TELEVENTAS #1
        VI VENTA INSTITUCIONAL
        WS WHATSAPP & REDES
        """;

    public const string Companies = """
        01 ALMACENES ÉXITO S.A.
        02 CARULLA VIVERO S.A.
        03 LOGÍSTICA Y TRANSPORTE S.A.S.
        """;

    public const string Divisions = """
        GRAN CONSUMO
        FRESCOS
        CARNES Y PESCADOS
        FRUTAS Y VERDURAS
        PANADERÍA/PASTELERÍA
        LÁCTEOS Y REFRIGERADOS
        LICORES Y CIGARRILLOS
        ASEO Y CUIDADO
        BEBÉS Y NIÑOS
        TEXTIL Y HOGAR
        ELECTRO-DIGITAL
        ENTRETENIMIENTO
        SALUD Y BIENESTAR
        MASCOTAS
        SERVICIOS *
        """;

    public const string Cities = """
        BOGOTÁ, D.C.
        MEDELLÍN
        CALI
        BARRANQUILLA
        CARTAGENA DE INDIAS
        CÚCUTA
        BUCARAMANGA
        PEREIRA
        SANTA MARTA
        IBAGUÉ
        MANIZALES
        VILLAVICENCIO
        NEIVA
        ARMENIA
        SINCELEJO
        MONTERÍA
        VALLEDUPAR
        POPAYÁN
        PASTO
        TUNJA
        RIOHACHA
        QUIBDÓ
        FLORENCIA
        YOPAL
        ARAUCA
        LETICIA
        MOCOA
        SAN ANDRÉS
        ENVIGADO
        ITAGÜÍ
        BELLO
        SABANETA
        LA CEJA
        RIONEGRO
        MARINILLA
        EL PEÑOL
        GUATAPÉ
        APARTADÓ
        TURBO
        CAUCASIA
        SOACHA
        CHÍA
        CAJICÁ
        ZIPAQUIRÁ
        FACATATIVÁ
        FUSAGASUGÁ
        GIRARDOT
        MOSQUERA
        MADRID
        FUNZA
        PALMIRA
        BUENAVENTURA
        TULUÁ
        BUGA
        CARTAGO
        JAMUNDÍ
        YUMBO
        DOSQUEBRADAS
        SANTA ROSA DE CABAL
        LA DORADA
        CHINCHINÁ
        CALARCÁ
        MONTENEGRO
        SOLEDAD
        MALAMBO
        SABANALARGA
        MAGANGUÉ
        TURBACO
        EL CARMEN DE BOLÍVAR
        LORICA
        CERETÉ
        SAHAGÚN
        COROZAL
        AGUACHICA
        MAICAO
        CIÉNAGA
        FUNDACIÓN
        OCAÑA
        PAMPLONA
        FLORIDABLANCA
        GIRÓN
        PIEDECUESTA
        BARRANCABERMEJA
        SAN GIL
        DUITAMA
        SOGAMOSO
        CHIQUINQUIRÁ
        ESPINAL
        MELGAR
        HONDA
        PITALITO
        GARZÓN
        IPIALES
        TUMACO
        SANTANDER DE QUILICHAO
        ACACÍAS
        GRANADA
        PUERTO LÓPEZ
        SAN JOSÉ DEL GUAVIARE
        PUERTO CARREÑO
        INÍRIDA
        MITÚ
        """;
}
