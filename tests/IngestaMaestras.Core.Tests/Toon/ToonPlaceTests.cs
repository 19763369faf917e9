using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonPlaceTests
{
    private const string Layout = """
        XCADENA:
          tabla_destino: erp_cadena
          campos[2]{nombre,start,end}:
            CODCADE,0,1
            "NOM,BRE" , 1,
          claves[2|]: CODCADE | "x|y"
          vacio: []
          nada:
          notas[4]:
            - uno
            - k: v
              t[1]{a}:
                9
            - [1]: 7
            -
        "clave ñ 😀": "valor"
        """;

    public static TheoryData<string, int, int> Keys() => new()
    {
        { "XCADENA", 1, 1 },
        { "XCADENA/tabla_destino", 2, 3 },
        { "XCADENA/campos", 3, 3 },
        { "XCADENA/campos/0/nombre", 4, 5 },
        { "XCADENA/campos/0/start", 4, 13 },
        { "XCADENA/campos/0/end", 4, 15 },
        { "XCADENA/campos/1/nombre", 5, 5 },
        { "XCADENA/campos/1/start", 5, 17 },
        { "XCADENA/campos/1/end", 5, 19 },
        { "XCADENA/claves", 6, 3 },
        { "XCADENA/vacio", 7, 3 },
        { "XCADENA/nada", 8, 3 },
        { "XCADENA/notas", 9, 3 },
        { "XCADENA/notas/1/k", 11, 7 },
        { "XCADENA/notas/1/t", 12, 7 },
        { "XCADENA/notas/1/t/0/a", 13, 9 },
        { "clave ñ 😀", 16, 1 },
    };

    public static TheoryData<string, int, int> Values() => new()
    {
        { "", 1, 1 },
        { "XCADENA", 2, 3 },
        { "XCADENA/tabla_destino", 2, 18 },
        { "XCADENA/campos", 3, 9 },
        { "XCADENA/campos/0", 4, 5 },
        { "XCADENA/campos/0/nombre", 4, 5 },
        { "XCADENA/campos/0/start", 4, 13 },
        { "XCADENA/campos/0/end", 4, 15 },
        { "XCADENA/campos/1", 5, 5 },
        { "XCADENA/campos/1/nombre", 5, 5 },
        { "XCADENA/campos/1/start", 5, 17 },
        { "XCADENA/campos/1/end", 5, 19 },
        { "XCADENA/claves", 6, 9 },
        { "XCADENA/claves/0", 6, 15 },
        { "XCADENA/claves/1", 6, 25 },
        { "XCADENA/vacio", 7, 10 },
        { "XCADENA/nada", 8, 3 },
        { "XCADENA/notas", 9, 8 },
        { "XCADENA/notas/0", 10, 7 },
        { "XCADENA/notas/1", 11, 7 },
        { "XCADENA/notas/1/k", 11, 10 },
        { "XCADENA/notas/1/t", 12, 8 },
        { "XCADENA/notas/1/t/0", 13, 9 },
        { "XCADENA/notas/2", 14, 7 },
        { "XCADENA/notas/2/0", 14, 12 },
        { "XCADENA/notas/3", 15, 5 },
        { "clave ñ 😀", 16, 14 },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_knows_its_line_and_column(string path, int line, int column)
    {
        foreach (var text in Variants())
        {
            var entry = Entry(Decode(text), path);
            Assert.Equal((line, column), (entry.Line, entry.Column));
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_value_knows_its_line_and_column(string path, int line, int column)
    {
        foreach (var text in Variants())
        {
            var node = path.Length == 0 ? Decode(text) : Value(Decode(text), path);
            Assert.Equal((line, column), (node.Line, node.Column));
        }
    }

    [Fact]
    public void Blank_lines_count_as_lines()
    {
        var entry = Entry(ToonDecoder.Decode("\n\na: 1\n   \n\nb: 2\n"), "b");

        Assert.Equal((6, 1), (entry.Line, entry.Column));
    }

    [Fact]
    public void Parts_of_a_dotted_key_know_their_own_columns()
    {
        var root = ToonDecoder.Decode(
            "x:\n  a.bc.d: 1\n  a.bc.e: 2", new ToonDecodeOptions { ExpandPaths = ToonPathExpansion.Safe });

        Assert.Equal((2, 3), Place(Entry(root, "x/a")));
        Assert.Equal((2, 5), Place(Entry(root, "x/a/bc")));
        Assert.Equal((2, 8), Place(Entry(root, "x/a/bc/d")));
        Assert.Equal((3, 8), Place(Entry(root, "x/a/bc/e")));
        Assert.Equal((2, 11), (Value(root, "x/a/bc/d").Line, Value(root, "x/a/bc/d").Column));
        Assert.Equal((2, 5), (Value(root, "x/a").Line, Value(root, "x/a").Column));
    }

    [Fact]
    public void Empty_cells_stand_where_their_value_would()
    {
        var root = (ToonArray)ToonDecoder.Decode("[1]{a,b,c}:\n  , ,");

        Assert.Equal([3, 5, 6], ((ToonObject)root.Items[0]).Entries.Select(e => e.Column));
    }

    /// <summary>Neither Windows line ends nor a byte order mark move anything.</summary>
    private static IEnumerable<string> Variants() =>
    [
        Layout,
        Layout.ReplaceLineEndings("\r\n"),
        "\uFEFF" + Layout,
        Layout + "\n",
    ];

    private static ToonNode Decode(string text) => ToonDecoder.Decode(text);

    private static (int Line, int Column) Place(ToonEntry entry) => (entry.Line, entry.Column);

    private static ToonNode Value(ToonNode root, string path) =>
        path.Split('/').Aggregate(root, (node, step) => node switch
        {
            ToonObject map => map[step] ?? throw new InvalidDataException($"No {step} in {path}."),
            ToonArray array => array.Items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)],
            _ => throw new InvalidDataException($"{path} ends before {step}."),
        });

    private static ToonEntry Entry(ToonNode root, string path)
    {
        var slash = path.LastIndexOf('/');
        var map = (ToonObject)(slash < 0 ? root : Value(root, path[..slash]));
        return map.Entries.Single(e => e.Key == path[(slash + 1)..]);
    }
}
