using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleOtherLayoutsTests
{
    private static readonly decimal[] Shares = [0, 0.05m, 0.3m, 1];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, Long.Choose(12, 150))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_layout_gives_files_that_the_real_reader_takes_as_the_manifest_says(int seed)
    {
        Random random = new(seed);
        RandomLayouts layouts = new(random);
        int verified = 0;
        for (int i = 0; i < 10; i++)
        {
            SampleVariant[] variants = [.. Enum.GetValues<SampleVariant>().Where(_ => random.Next(12) == 0)];
            SampleOptions Choose(SampleOptions o) => o with
            {
                Rows = 1 + random.Next(random.Next(2) == 0 ? 30 : 300), Faults = Shares[random.Next(4)],
                Seed = (ulong)random.Next(), Changes = random.Next(3) == 0 ? random.Next(20) : 0, Variants = variants,
                SecondFile = random.Next(5) == 0,
            };
            if (layouts.Next() is not { } set || await TryWriteAsync(set, Choose) is not { } run)
                continue;
            using (run)
                await run.VerifyAsync();
            verified++;
        }

        Assert.True(verified >= 3, $"{verified}");
    }

    [Fact]
    public async Task Layouts_of_the_earlier_pipeline_have_samples_too()
    {
        LayoutSet layouts = SampleLayouts.Of(
            """
            XCADENA:
              tabla_destino: erp_cadena
              encoding: latin-1
              tipo: fixed
              ignore_header: false
              campos[2]{nombre,start,end,required}:
                CODCADE,0,1,true
                NOMBRE,1,31,true
              kafka_topic: masterdata.erp.cadena
            """,
            """
            XLEXSUBL:
              tabla_destino: erp_sublinea
              encoding: utf-8
              tipo: delimited
              delimitador: "|"
              ignore_header: false
              campos[2]{nombre,index,required}:
                SUBLIN,0,true
                NOMBRE,3,true
              campos_hardcoded:
                CODCIA: "01"
              kafka_topic: masterdata.erp.sublinea
            """);
        using SampleRun run = await SampleRun.WriteAsync(layouts, o => o with { Rows = 3000, Faults = 0.05m });

        Assert.All(run.Manifest.Files, f => Assert.Equal((3000, false), (f.Read, f.Exhausted)));
        await run.VerifyAsync();
        Assert.Equal(321, run.BytesOf("XCADENA_20261124.txt").AsSpan().IndexOf((byte)'\n'));
        Assert.Contains((byte)0xD1, run.BytesOf("XCADENA_20261124.txt"));
    }

    [Fact]
    public async Task Every_type_and_rule_has_its_faults()
    {
        LayoutSet layouts = SampleLayouts.Of(
            """
            XTODAS:
              tabla_destino: erp_todas
              encoding: cp1252
              tipo: delimitado
              delimitador: ";"
              separador_decimal: ","
              campos[6]{nombre,index,required,tipo_dato}:
                COD,0,true,texto(4)
                PRECIO,1,true,"decimal(7,2)"
                DESDE,2,true,fecha(yyyyMMdd)
                ACTIVO,3,false,booleano(S/N)
                CLASE,4,true,texto(1)
                NIVEL,5,false,numero(3)
              campos_clave[1]: COD
              reglas[5]{campo,regla,valor,severidad}:
                PRECIO,rango,-5..20000,error
                CLASE,valores,A;B;C,error
                COD,patron,"^[A-Z]{2}",error
                COD,longitud,3..4,error
                NIVEL,rango,1..500,aviso
            """);
        using SampleRun run = await SampleRun.WriteAsync(layouts, o => o with { Rows = 500, Faults = 0.3m });

        SampleFile file = Assert.Single(run.Manifest.Files);
        HashSet<(string, string?)> single =
            [.. file.Rejects.Where(r => r.ErrorTypes.Count == 1).Select(r => (r.ErrorTypes[0], r.Fields[0]))];
        (string, string?)[] expected =
        [
            (ErrorType.RequiredField, "COD"), (ErrorType.RequiredField, "PRECIO"), (ErrorType.RequiredField, "DESDE"),
            (ErrorType.RequiredField, "CLASE"), (ErrorType.InvalidType, "PRECIO"), (ErrorType.InvalidType, "DESDE"),
            (ErrorType.InvalidType, "ACTIVO"), (ErrorType.InvalidType, "NIVEL"), (ErrorType.LengthExceeded, "COD"),
            (ErrorType.LengthExceeded, "PRECIO"), (ErrorType.LengthExceeded, "CLASE"), (ErrorType.LengthExceeded, "NIVEL"),
            (ErrorType.OutOfRange, "PRECIO"), (ErrorType.ValueNotAllowed, "CLASE"), (ErrorType.InvalidPattern, "COD"),
            (ErrorType.ShortLine, null), (ErrorType.MalformedLine, null), (ErrorType.InvalidEncoding, null),
            (ErrorType.DuplicateKey, "COD"),
        ];
        Assert.All(expected, e => Assert.Contains(e, single));
        Assert.Contains(file.Warnings, w => (w.ErrorType, w.Field) == (ErrorType.OutOfRange, "NIVEL"));
        await run.VerifyAsync();
    }

    [Fact]
    public async Task A_missing_parent_that_rejects_is_planted_as_a_reject()
    {
        LayoutSet layouts = SampleLayouts.Of(
            """
            XPADRE:
              tabla_destino: erp_padre
              tipo: fixed
              campos[1]{nombre,start,end,required,tipo_dato}:
                COD,0,2,true,numero(2)
              campos_clave[1]: COD
            XHIJO:
              tabla_destino: erp_hijo
              tipo: fixed
              campos[2]{nombre,start,end,required,tipo_dato}:
                NUM,0,5,true,numero(5)
                PADRE,5,7,true,numero(2)
              campos_clave[2]: NUM,PADRE
              reglas[1]{campo,regla,valor,severidad}:
                PADRE,referencia,erp_padre.cod,error
            """);
        using SampleRun run = await SampleRun.WriteAsync(layouts, o => o with { Rows = 60, Faults = 0.2m });

        Assert.Contains(
            run.Manifest.FileOfMaestra("XHIJO").Rejects, r => r.ErrorTypes is [ErrorType.MissingReference] && r.Key is not null);
        await run.VerifyAsync();
    }

    /// <summary>Null for a sample that its layout or the options make impossible.</summary>
    private static async Task<SampleRun?> TryWriteAsync(LayoutSet layouts, Func<SampleOptions, SampleOptions> options)
    {
        try
        {
            return await SampleRun.WriteAsync(layouts, options);
        }
        catch (SampleException)
        {
            return null;
        }
    }
}
