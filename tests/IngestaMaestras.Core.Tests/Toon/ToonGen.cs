using System.Globalization;
using System.Text;
using CsCheck;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

/// <summary>Random JSON values, rich in what TOON gives a meaning to.</summary>
internal static class ToonGen
{
    private static readonly Gen<string> Rune = Gen.Frequency(
        (6, Gen.OneOf(
            "a", "Z", "0", "5", "9", "e", "E", ".", "-", "+", "_", " ", "\t", ":", ",", "|", "\"", "\\", "[", "]", "{", "}",
            "\n", "\r", "\0", "\u001f", "\u007f", "ñ", "Á", "\u00a0", "\u2028", "\ufeff", "😀", "#", "/", "*", "u", "n")),
        (1, Gen.Int[0, 0x10FFFF].Where(c => c is < 0xD800 or > 0xDFFF).Select(c => new Rune(c).ToString())));

    internal static readonly Gen<string> Text = Gen.Frequency(
        (4, Rune.Array[0, 8].Select(string.Concat)),
        (1, Gen.OneOf("", "true", "false", "null", "True", "-", "--", "- a", "[]", "{}", "[2]: a,b", "a: b", "05", "1e5",
            "-0", "1.", ".5", "0x1", "+1", "1e", "key[1]:", " x", "x ", "\"", "\"a\"", "\\u0041")),
        (1, Gen.OneOf("hola", "SUPER INTER", "Ñandú", "a,b", "a|b", "a\tb", "12:30")));

    private static readonly Gen<string> Identifier = Gen.OneOf("a", "b", "c", "id", "name", "_x", "A1", "long_name_2");

    private static readonly Gen<string> Key = Gen.Frequency(
        (5, Identifier),
        (1, Text),
        (1, Gen.OneOf("a.b", "a.b.c", ".", "a.", ".a", "a..b", "a.1", "a-b.c", "my key", "a,b", "a|b", "a:b")));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Decimal.Select(d => d.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 9].Array[0, 40], Gen.Int[-60, 60])
            .Select((first, digits, exponent) => $"{first}.{string.Concat(digits)}0e{exponent}"));

    private static readonly Gen<ToonNode> Primitive = Gen.Frequency(
        (4, Text.Select(Node)),
        (3, Number.Select(n => ToonNumber.TryParse(n, out var number) ? Node(number) : Node(n))),
        (1, Gen.OneOf(Node(true), Node(false), Node(null))));

    /// <summary>
    /// Values of every shape; with or without keys that are dotted paths, which expansion would split.
    /// </summary>
    internal static Gen<ToonNode> Value(bool dottedPaths) => Gen.Recursive<ToonNode>((depth, inner) => depth >= 4
        ? Primitive
        : Gen.Frequency(
            (3, Primitive),
            (2, Primitive.Array[0, 4].Select(items => (ToonNode)new ToonArray(items, 0, 0))),
            (3, inner.Array[0, 4].Select(items => (ToonNode)new ToonArray(items, 0, 0))),
            (2, Table(dottedPaths)),
            (4, Object(inner, dottedPaths)),
            (2, Chain(inner))));

    private static Gen<ToonNode> Object(Gen<ToonNode> inner, bool dottedPaths) =>
        Gen.Select(Keys(dottedPaths), inner.Array[5]).Select((keys, values) => (ToonNode)Node(keys, values));

    private static Gen<ToonNode> Chain(Gen<ToonNode> inner) =>
        Gen.Select(Identifier, inner).Select((key, value) => (ToonNode)Node([key], [value]));

    /// <summary>Rows with the same keys, now and then in another order or with a value that forbids a table.</summary>
    private static Gen<ToonNode> Table(bool dottedPaths) =>
        Gen.Select(Keys(dottedPaths), Primitive.Array[5].Array[1, 4], Gen.Int[0, 5]).Select((keys, rows, variant) =>
        {
            var items = rows.Select(row => Node(keys, row)).ToArray();
            var first = items[0];
            items[0] = variant switch
            {
                0 => new ToonObject([.. first.Entries.Reverse()], 0, 0),
                1 => new ToonObject([.. first.Entries, new ToonEntry("otra", Node(null), 0, 0)], 0, 0),
                2 when keys.Length > 0 => Node(keys[..1], [new ToonArray([], 0, 0)]),
                _ => first,
            };
            return (ToonNode)new ToonArray(items, 0, 0);
        });

    private static Gen<string[]> Keys(bool dottedPaths) => Key.Where(k => dottedPaths || !IsPath(k)).Array[0, 5]
        .Select(keys => keys.Distinct(StringComparer.Ordinal).ToArray());

    private static bool IsPath(string key) => key.Contains('.') && key.Split('.')
        .All(s => s.Length > 0 && !char.IsAsciiDigit(s[0]) && s.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    private static ToonNode Node(object? value) => new ToonPrimitive(value, 0, 0);

    private static ToonObject Node(string[] keys, ToonNode[] values) =>
        new ToonObject([.. keys.Zip(values, (k, v) => new ToonEntry(k, v, 0, 0))], 0, 0);
}
