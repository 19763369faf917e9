using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>What a layout's schema promises to consumers, and that every event keeps it.</summary>
public sealed class EventSchemaTests(PostgresFixture postgres)
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_of_a_sample_of_each_master_fits_its_schema()
    {
        await using var hub = await TestHub.StartAsync(postgres, TestHub.ReadShipped());
        using TempFolder folder = new();
        await SampleGenerator.WriteAsync(
            hub.Layouts, new SampleOptions { OutputFolder = folder["muestra"], Date = Monday, Rows = 200, Faults = 0 }, Ct);
        foreach (var file in Directory.EnumerateFiles(folder["muestra"], "*.txt"))
            File.Move(file, Path.Combine(hub.Folders.Input, Path.GetFileName(file)));
        await hub.RunAsync(Monday);

        foreach (var layout in hub.Layouts.All)
        {
            using var schema = JsonDocument.Parse(EventSchema.Of(layout));
            KafkaEvent events = new(layout, "tema", new KafkaOptions(), epoch: 1);
            var last = await hub.Worker.Feed.ReadLastVersionAsync(layout.Maestra, Ct);
            var changes = (await hub.Worker.Feed.ReadAsync(layout, 0, last, 1_000, Ct)).Changes;
            Assert.NotEmpty(changes);
            foreach (var change in changes)
            {
                using var value = JsonDocument.Parse(events.Create(change).Value!);
                Assert.Empty(SchemaChecker.Check(schema.RootElement, value.RootElement));
                Assert.Equal(
                    schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name),
                    value.RootElement.EnumerateObject().Select(p => p.Name));
            }
        }
    }

    [Fact]
    public void Each_type_says_what_a_column_can_hold()
    {
        var properties = Schema(
            "COD,0,true,numero(3)", "NOMBRE,1,true,texto(20)", "PRECIO,2,false,\"decimal(10,2)\"", "ALTA,3,false,\"fecha(yyyyMMdd)\"",
            "ACTIVO,4,false,booleano(S/N)", "NOTA,5,false,texto").GetProperty("properties");

        Assert.Equal("""{"description":"numero(3); rango 1..99","type":"integer","minimum":-999,"maximum":999}""", Text(properties, "COD"));
        Assert.Equal("""{"description":"texto(20)","type":["string","null"],"minLength":1,"maxLength":20}""", Text(properties, "NOMBRE"));
        Assert.Equal("""{"description":"decimal(10,2)","type":["number","null"],"minimum":-99999999.99,"maximum":99999999.99}""", Text(properties, "PRECIO"));
        Assert.Equal("""{"description":"fecha(yyyyMMdd)","type":["string","null"],"format":"date","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}""", Text(properties, "ALTA"));
        Assert.Equal("""{"description":"booleano(S/N)","type":["boolean","null"]}""", Text(properties, "ACTIVO"));
        Assert.Equal("""{"description":"texto","type":["string","null"],"minLength":1}""", Text(properties, "NOTA"));
    }

    [Theory]
    [InlineData("""{"COD":1,"NOMBRE":"BOGOTÁ"}""", true)]
    [InlineData("""{"COD":1,"NOMBRE":null}""", true)]
    [InlineData("""{"COD":null,"NOMBRE":"BOGOTÁ"}""", false)]
    [InlineData("""{"COD":1000,"NOMBRE":"BOGOTÁ"}""", false)]
    [InlineData("""{"COD":"1","NOMBRE":"BOGOTÁ"}""", false)]
    [InlineData("""{"COD":1.5,"NOMBRE":"BOGOTÁ"}""", false)]
    [InlineData("""{"COD":1,"NOMBRE":""}""", false)]
    [InlineData("""{"COD":1,"NOMBRE":"MÁS DE VEINTE LETRAS SON"}""", false)]
    [InlineData("""{"COD":1}""", false)]
    [InlineData("[]", false)]
    public void A_value_that_no_row_can_have_does_not_fit(string value, bool fits)
    {
        using var parsed = JsonDocument.Parse(value);

        Assert.Equal(fits, !SchemaChecker.Check(Schema("COD,0,true,numero(3)", "NOMBRE,1,true,texto(20)"), parsed.RootElement).Any());
    }

    private static JsonElement Schema(params string[] fields)
    {
        var layout = TestHub.Read(
            $"""
            CIUDAD:
              tabla_destino: erp_ciudad
              tipo: delimitado
              delimitador: "|"
              encoding: utf-8
              ignore_header: false
              campos[{fields.Length}]{"{nombre,index,required,tipo_dato}"}:
            {string.Join('\n', fields.Select(f => "    " + f))}
              campos_clave[1]: COD
              reglas[1]{"{campo,regla,valor,severidad}"}:
                COD,rango,1..99,error

            """).All.Single();
        return JsonDocument.Parse(EventSchema.Of(layout)).RootElement.Clone();
    }

    private static string Text(JsonElement properties, string name) =>
        JsonSerializer.Serialize(properties.GetProperty(name), OneLine);
}
