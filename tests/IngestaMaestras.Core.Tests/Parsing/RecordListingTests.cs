using System.Text;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class RecordListingTests
{
    private static readonly Layout Chain = LayoutBuilder.Fixed("XCADENA")
        .Field("CODCADE", 0, 1, LayoutBuilder.Text(1), key: true)
        .Field("NOMBRE", 1, 31, LayoutBuilder.Text(30), required: true)
        .Build();

    [Fact]
    public void An_accepted_record_is_one_object_with_its_line_and_fields_in_order()
    {
        (string accepted, string rejected, _) = List(Chain, "ASUPER INTER\nBCAÑÓN \"Y\" \\ / & <b>\n");

        Assert.Equal(
            """
            {"line":1,"record":{"CODCADE":"A","NOMBRE":"SUPER INTER"}}
            {"line":2,"record":{"CODCADE":"B","NOMBRE":"CAÑÓN \"Y\" \\ / & <b>"}}

            """,
            accepted);
        Assert.Empty(rejected);
    }

    [Fact]
    public void Values_have_the_json_form_of_their_type()
    {
        Layout layout = LayoutBuilder.Delimited(';')
            .Part("N", 0, LayoutBuilder.Integer(18)).Part("D", 1, LayoutBuilder.Decimal(28, 2))
            .Part("F", 2, LayoutBuilder.Date()).Part("B", 3, LayoutBuilder.Boolean()).Part("T", 4)
            .Constant("CODCIA", "01").Constant("COD_PAIS", "0169", LayoutBuilder.Integer(4)).Build();

        (string accepted, _, _) = List(
            layout, "0999999999999999999;12345678901234567890123456.5;20240229;S;x\n;;;;\n-7;-0.00;;N;");

        Assert.Equal(
            """
            {"line":1,"record":{"N":999999999999999999,"D":12345678901234567890123456.50,"F":"2024-02-29","B":true,"T":"x","CODCIA":"01","COD_PAIS":169}}
            {"line":2,"record":{"N":null,"D":null,"F":null,"B":null,"T":null,"CODCIA":"01","COD_PAIS":169}}
            {"line":3,"record":{"N":-7,"D":0.00,"F":null,"B":false,"T":null,"CODCIA":"01","COD_PAIS":169}}

            """,
            accepted);
    }

    [Fact]
    public void A_rejected_line_is_one_object_with_every_error()
    {
        (string accepted, string rejected, _) = List(Chain, "ASUPER INTER\nBDOS\n      \n");

        Assert.Equal(2, accepted.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(
            """
            {"line":3,"errors":[{"error_type":"CAMPO_REQUERIDO","field":"CODCADE","rule":"requerido","value":"","message":"El campo CODCADE está en blanco y forma parte de la clave."},{"error_type":"CAMPO_REQUERIDO","field":"NOMBRE","rule":"requerido","value":"","message":"El campo NOMBRE está en blanco y es obligatorio."}]}

            """,
            rejected);
    }

    [Fact]
    public void An_error_of_the_whole_line_has_no_field()
    {
        (_, string rejected, _) = List(Chain, "A\u0000UNO\n");

        using JsonDocument line = JsonDocument.Parse(rejected);
        JsonElement error = line.RootElement.GetProperty("errors")[0];
        Assert.Equal(JsonValueKind.Null, error.GetProperty("field").ValueKind);
        Assert.Equal(["error_type", "field", "rule", "value", "message"], error.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void The_first_accepted_record_of_a_key_keeps_it()
    {
        (string accepted, string rejected, RecordListing listing) = List(Chain, "A      \nAUNO\nBDOS\nATRES\nACUATRO\n");

        Assert.Equal((2, 3), (listing.AcceptedCount, listing.RejectedCount));
        Assert.Contains("{\"line\":2,", accepted, StringComparison.Ordinal);
        string[] lines = rejected.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"line\":1,\"errors\":[{\"error_type\":\"CAMPO_REQUERIDO\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            """{"line":4,"errors":[{"error_type":"CLAVE_DUPLICADA","field":"CODCADE","rule":"clave única","value":"A","message":"La clave «A» ya apareció en la línea 2; se conserva la primera."}]}""",
            lines[1]);
        Assert.StartsWith("{\"line\":5,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_several_fields_are_compared_as_a_whole()
    {
        Layout layout = LayoutBuilder.Delimited(';').Part("A", 0, key: true).Part("B", 1, key: true).Build();

        (_, string rejected, RecordListing listing) = List(layout, "a;b\na;c\nb;b\na ; b\n");

        Assert.Equal(3, listing.AcceptedCount);
        Assert.Contains("\"field\":\"A, B\",\"rule\":\"clave única\",\"value\":\"a|b\"", rejected, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_listed_only_when_asked_for()
    {
        Layout layout = LayoutBuilder.Fixed().Field("N", 0, 3, LayoutBuilder.Integer(3))
            .Range("N", 1, 5, RuleSeverity.Warning).Build();

        (string accepted, string rejected, _) = List(layout, "9\n");
        Assert.NotEmpty(accepted);
        Assert.Empty(rejected);

        (_, string withWarnings, RecordListing listing) = List(layout, "9\n", listWarnings: true);
        Assert.StartsWith(
            "{\"line\":1,\"warnings\":[{\"error_type\":\"FUERA_DE_RANGO\",\"field\":\"N\"", withWarnings, StringComparison.Ordinal);
        Assert.Equal(0, listing.RejectedCount);
    }

    [Fact]
    public void Whatever_the_file_the_output_is_json_and_every_line_is_in_it_once() => Seeds.ForEach(500, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        byte[] file = random.Next(2) == 0 ? RandomFiles.Damaged(layout, random) : RandomFiles.Garbage(random);

        (string accepted, string rejected, RecordListing listing) = List(layout, file);

        List<long> lines = [];
        foreach (string line in (accepted + rejected).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.GetProperty("line").GetInt64());
        }

        Assert.Equal(Reading.Lines(layout, file).Select(l => l.Number), lines.Order());
        Assert.Equal(lines.Count, listing.AcceptedCount + listing.RejectedCount);
    });

    private static (string Accepted, string Rejected, RecordListing Listing) List(
        Layout layout, string file, bool listWarnings = false) => List(layout, Encoding.UTF8.GetBytes(file), listWarnings);

    private static (string Accepted, string Rejected, RecordListing Listing) List(
        Layout layout, byte[] file, bool listWarnings = false)
    {
        MemoryStream accepted = new();
        MemoryStream rejected = new();
        using RecordReader reader = new(layout, new MemoryStream(file));
        using RecordListing listing = new(reader, accepted, rejected, listWarnings);
        listing.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return (Encoding.UTF8.GetString(accepted.ToArray()), Encoding.UTF8.GetString(rejected.ToArray()), listing);
    }
}
