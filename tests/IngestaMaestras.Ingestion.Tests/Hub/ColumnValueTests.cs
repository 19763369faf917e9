using System.Globalization;
using System.Text;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Hub;

/// <summary>
/// Values reach the hub through the binary form of COPY, which trusts its writer. What arrives must be what PostgreSQL
/// itself reads from the same text.
/// </summary>
public sealed class ColumnValueTests(PostgresFixture postgres)
{
    private static readonly (string Layout, string Sql, Func<Random, string> Random)[] Columns =
    [
        .. new[] { (1, 0), (1, 1), (4, 2), (5, 3), (8, 4), (9, 5), (10, 2), (18, 4), (20, 17), (27, 1), (28, 0), (28, 14), (28, 27), (28, 28) }
            .Select(d => ($"decimal({d.Item1},{d.Item2})", $"numeric({d.Item1},{d.Item2})", Decimals(d.Item1, d.Item2))),
        .. new[] { 1, 4, 9, 10, 18 }.Select(n => ($"numero({n})", n < 10 ? "integer" : "bigint", Integers(n))),
        ("fecha(yyyyMMdd)", "date", Dates),
        ("booleano(S/N)", "boolean", random => random.Next(2) == 0 ? "S" : "N"),
        ("texto(40)", "character varying(40)", Texts(40)),
        ("texto", "text", Texts(200)),
    ];

    [Fact]
    public async Task Any_value_of_any_type_is_stored_as_PostgreSQL_reads_it()
    {
        for (int seed = 1; seed <= Long.Choose(2, 60); seed++)
        {
            Random random = new(seed);
            await CompareAsync(
                [.. Enumerable.Range(0, Long.Choose(400, 5_000)).Select(_ => Columns.Select(c => random.Next(12) == 0 ? "" : c.Random(random)).ToArray())]);
        }
    }

    [Fact]
    public async Task Extreme_values_are_stored_as_PostgreSQL_reads_them()
    {
        string[] lowest = [.. Columns.Select(c => Extreme(c.Layout, '9', "-"))];
        string[] highest = [.. Columns.Select(c => Extreme(c.Layout, '9', ""))];
        string[] zero = [.. Columns.Select(c => Extreme(c.Layout, '0', "-"))];
        string[] smallest = [.. Columns.Select(c => c.Layout.StartsWith("decimal", StringComparison.Ordinal) ? SmallestOf(c.Layout) : Extreme(c.Layout, '1', ""))];

        await CompareAsync([lowest, highest, zero, smallest]);
    }

    private async Task CompareAsync(string[][] records)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, TestHub.Read(
            $$"""
            TIPOS:
              tabla_destino: erp_tipos
              tipo: delimitado
              delimitador: ";"
              encoding: utf-8
              ignore_header: false
              esperado: no
              campos[{{Columns.Length + 1}}]{nombre,index,required,tipo_dato}:
                N,0,true,numero(9)
                {{string.Join("\n    ", Columns.Select((c, i) => $"C{i},{i + 1},false,\"{c.Layout}\""))}}
              campos_clave[1]: N

            """));
        FileResult file = await hub.LoadAsync("TIPOS_20261124.txt", [.. records.Select((r, i) => $"{i};{string.Join(';', r)}")]);
        Assert.Equal($"loaded {records.Length}={records.Length}+0 i{records.Length} u0 d0 =0", file.ToString());

        await hub.ExecuteAsync(
            $"CREATE TABLE twin (n integer, {string.Join(", ", Columns.Select((c, i) => $"c{i} {c.Sql}"))})");
        await CopyAsTextAsync(hub, records);

        // As text too: equal numbers may show different digits.
        string names = string.Join(", ", Columns.Select((_, i) => $"c{i}"));
        foreach (string projection in new[] { $"n, {names}", $"n, ROW({names})::text" })
        {
            Assert.Empty(await hub.QueryAsync(
                $"""
                (SELECT 'hub', {projection} FROM erp_tipos EXCEPT SELECT 'hub', {projection} FROM twin)
                UNION ALL (SELECT 'text', {projection} FROM twin EXCEPT SELECT 'text', {projection} FROM erp_tipos)
                """));
        }
    }

    private static async Task CopyAsTextAsync(TestHub hub, string[][] records)
    {
        await using NpgsqlConnection connection = await hub.OpenAsync();
        await using TextWriter copy = await connection.BeginTextImportAsync("COPY twin FROM STDIN", TestContext.Current.CancellationToken);
        StringBuilder line = new();
        for (int i = 0; i < records.Length; i++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{i}");
            for (int c = 0; c < Columns.Length; c++)
            {
                string text = records[i][c].Trim(' ');
                line.Append('\t').Append((text, Columns[c].Layout) switch
                {
                    ("", _) => "\\N",
                    (_, "booleano(S/N)") => text == "S" ? "t" : "f",
                    (_, "fecha(yyyyMMdd)") => $"{text[..4]}-{text[4..6]}-{text[6..]}",
                    _ => text.Replace("\\", "\\\\", StringComparison.Ordinal),
                });
            }

            await copy.WriteAsync(line.Append('\n').ToString());
        }
    }

    private static string Extreme(string layout, char digit, string sign)
    {
        string[] size = layout.Split('(', ',', ')');
        return size[0] switch
        {
            "decimal" => sign + Point(new string(digit, int.Parse(size[1], null)), int.Parse(size[2], null)),
            "numero" => sign + new string(digit, int.Parse(size[1], null)),
            "fecha" => (digit, sign) switch { ('9', "") => "99991231", ('9', _) => "00010101", _ => "20000101" },
            "booleano" => digit == '0' ? "N" : "S",
            _ => digit == '0' ? "\\N" : "Ñ😀\"'\\.",
        };
    }

    private static string SmallestOf(string layout)
    {
        string[] size = layout.Split('(', ',', ')');
        return "-" + Point("1".PadLeft(int.Parse(size[1], null), '0'), int.Parse(size[2], null));
    }

    private static string Point(string digits, int scale) => scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";

    private static Func<Random, string> Decimals(int precision, int scale) => random =>
    {
        string whole = Digits(random, random.Next(precision - scale + 1));
        string fraction = Digits(random, random.Next(scale + 1));
        string number = (whole, fraction) switch
        {
            ("", "") => "0",
            (_, "") => random.Next(4) == 0 ? $"{whole}." : whole,
            _ => $"{whole}.{fraction}",
        };
        string sign = random.Next(3) switch { 0 => "-", 1 => random.Next(3) == 0 ? "+" : "", _ => "" };
        return Padded(random, sign + (random.Next(4) == 0 ? "00" : "") + number + (fraction.Length > 0 && random.Next(4) == 0 ? "000" : ""));
    };

    private static Func<Random, string> Integers(int digits) => random =>
        Padded(random, (random.Next(2) == 0 ? "-" : "") + (random.Next(4) == 0 ? "00" : "") + Digits(random, random.Next(1, digits + 1)));

    private static string Dates(Random random) =>
        DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static Func<Random, string> Texts(int length) => random =>
    {
        string[] alphabet = ["A", "z", "0", " ", "Ñ", "á", "\\", "\"", "'", ",", "|", ".", "*", "#", "/", "€", "漢", "😀", "\u00A0", "\u0301", "N"];
        return string.Concat(Enumerable.Range(0, random.Next(1, length + 1)).Select(_ => alphabet[random.Next(alphabet.Length)]));
    };

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private static string Padded(Random random, string text) => random.Next(5) == 0 ? $"  {text} " : text;
}
