using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Tests.Samples;

/// <summary>Layouts of all shapes, written as their authors would; some of them contradict themselves.</summary>
internal sealed class RandomLayouts(Random random)
{
    private static readonly string[] Patterns =
    [
        "^[A-Z]+$", "^[A-ZÑ ]{3,}$", @"^[A-Z]\\d*$", "^[^Q]", @"^\\d+$", "^(AB|CD)?[0-9]{1,4}$", "[A-Z]", "^.{2,6}$",
        "^[A-ZÁÉÍÓÚÑ .#*/]+$", @"^\\p{L}", "^[a-z]{1,3}$", "^[0-9A-F]{2}", @"^\\S+( \\S+)*$",
    ];

    /// <summary>One master, or two of which the second refers to the first; null when the loader refuses them.</summary>
    public LayoutSet? Next()
    {
        StringBuilder text = new();
        List<(string Name, string Kind)> parent = WriteMaster(text, "XUNO", "erp_uno", []);
        if (Chance(50))
            WriteMaster(text, "XDOS", "erp_dos", parent);
        LayoutLoadResult loaded = LayoutLoader.Load([new LayoutText("azar.toon", text.ToString())]);
        return loaded.IsValid ? loaded.Layouts : null;
    }

    private List<(string Name, string Kind)> WriteMaster(
        StringBuilder text, string maestra, string table, List<(string Name, string Kind)> parents)
    {
        bool isFixed = Chance(50);
        char separator = Pick(".,");
        char delimiter = Pick("|;#/*&~");
        int columns = 1 + random.Next(6);
        int at = Chance(30) ? random.Next(5) : 0;
        List<(string Name, string Kind)> names = [];
        List<string> fields = [];
        List<string> rules = [];
        for (int i = 0; i < columns; i++)
        {
            (string kind, string type, int width) = NextType(separator);
            string name = $"C{i}";
            names.Add((name, kind));
            string required = Chance(60) ? "true" : "false";
            int start = at;
            at += isFixed ? width : 1;
            fields.Add(isFixed ? $"{name},{start},{at},{required},\"{type}\"" : $"{name},{start},{required},\"{type}\"");
            at += Chance(30) ? random.Next(6) : 0;
            if (Chance(45))
                rules.Add($"{name},{NextRule(kind, separator)},{Severity()}");
            if (parents.Where(p => p.Kind == kind).Select(p => p.Name).FirstOrDefault() is { } parent && Chance(70))
                rules.Add($"{name},referencia,erp_uno.{parent.ToLowerInvariant()},{Severity()}");
        }

        List<string> keys = [.. names.Where(_ => Chance(40)).Select(n => n.Name)];
        bool hasConstant = Chance(25);
        if (hasConstant && Chance(50) && keys.Count > 0)
            keys.Insert(0, "CONSTANTE");
        Line(text, 0, $"{maestra}:");
        Line(text, 1, $"tabla_destino: {table}");
        Line(text, 1, $"encoding: {Pick(["utf-8", "latin-1", "cp1252"])}");
        Line(text, 1, isFixed ? "tipo: fixed" : $"tipo: delimitado\n  delimitador: \"{delimiter}\"");
        Line(text, 1, $"ignore_header: {(Chance(25) ? "true" : "false")}");
        Line(text, 1, $"separador_decimal: \"{separator}\"");
        if (Chance(60))
            Line(text, 1, $"ancho: {at + random.Next(200)}");
        if (!isFixed && Chance(60))
            Line(text, 1, $"partes: {at + random.Next(4)}");
        string place = isFixed ? "start,end" : "index";
        Table(text, "campos", $"nombre,{place},required,tipo_dato", fields);
        if (hasConstant)
            Table(text, "constantes", "nombre,valor,tipo_dato", ["CONSTANTE,\"01\",texto(2)"]);
        if (keys.Count > 0)
            Line(text, 1, $"campos_clave[{keys.Count}]: {string.Join(',', keys)}");
        if (rules.Count > 0)
            Table(text, "reglas", "campo,regla,valor,severidad", rules);
        return names;
    }

    private (string Kind, string Type, int Width) NextType(char separator)
    {
        int digits = 1 + random.Next(6);
        switch (random.Next(7))
        {
            case 0:
            case 1:
                return ("numero", $"numero({digits})", digits + (Chance(30) ? random.Next(4) : 0));
            case 2:
                int scale = random.Next(4);
                return ("decimal", $"decimal({digits + scale},{scale})", digits + scale + 2);
            case 3:
                return ("fecha", $"fecha({Pick(["yyyyMMdd", "dd/MM/yyyy", "yyyy-MM-dd", "MM.dd.yyyy"])})", 10);
            case 4:
                return ("booleano", $"booleano({Pick(["S/N", "SI/NO", "1/0"])})", 2);
            case 5:
                return ("texto", $"texto({digits})", digits + (Chance(30) ? 2 : 0));
            default:
                return ("texto", Chance(70) ? "texto(30)" : "texto", 30);
        }
    }

    /// <summary>Rule and value, as two cells.</summary>
    private string NextRule(string kind, char separator)
    {
        if (kind is "numero" or "decimal" && Chance(60))
        {
            int low = random.Next(-20, 60);
            return Pick([$"rango,{low}..{low + random.Next(200)}", $"rango,{low}..", $"rango,..{low + 30}"]);
        }

        return kind switch
        {
            "numero" => Pick(["valores,1;2;3", "longitud,1..2", @"patron,""^\\d{2}"""]),
            "decimal" => $"valores,\"1;2{separator}5;3\"",
            "booleano" => "longitud,1..2",
            "fecha" => @"patron,""2""",
            _ => Pick(
            [
                $"longitud,{random.Next(4)}..{3 + random.Next(30)}", "valores,A;B;ÑU;C1", "valores,A",
                $"patron,\"{Pick(Patterns)}\"",
            ]),
        };
    }

    private string Severity() => Chance(70) ? "error" : "aviso";

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(string[] items) => items[random.Next(items.Length)];

    private char Pick(string letters) => letters[random.Next(letters.Length)];

    private static void Table(StringBuilder text, string name, string cells, List<string> rows)
    {
        Line(text, 1, string.Create(CultureInfo.InvariantCulture, $"{name}[{rows.Count}]{{{cells}}}:"));
        foreach (string row in rows)
            Line(text, 2, row);
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
