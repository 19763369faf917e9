using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>The inverse of the reader: writes a record as the line that a layout describes.</summary>
internal static class RecordLineWriter
{
    /// <param name="values">One per column of the layout; constants are not written.</param>
    public static byte[] Write(Layout layout, IReadOnlyList<object?> values, Random random)
    {
        string line = layout.Format == RecordFormat.Fixed
            ? WriteFixed(layout, values, random)
            : WriteDelimited(layout, values, random);
        return layout.GetEncoding().GetBytes(line);
    }

    private static string WriteFixed(Layout layout, IReadOnlyList<object?> values, Random random)
    {
        int width = layout.Columns.Max(c => c.End) + random.Next(4);
        string[] characters = [.. Enumerable.Repeat(" ", width)];
        for (int i = 0; i < layout.Columns.Count; i++)
        {
            LayoutColumn column = layout.Columns[i];
            if (column.IsConstant)
                continue;
            string[] text = [.. TextOf(layout, column.Type, values[i], random).EnumerateRunes().Select(r => r.ToString())];
            int room = column.End - column.Start - text.Length;
            text.CopyTo(characters, column.Start + random.Next(room + 1));
        }

        return string.Concat(characters);
    }

    private static string WriteDelimited(Layout layout, IReadOnlyList<object?> values, Random random)
    {
        int count = layout.Parts ?? layout.Columns.Max(c => c.Index) + 1 + random.Next(3);
        string[] parts = new string[count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = i % 2 == 0 ? "" : "otro";
        for (int i = 0; i < layout.Columns.Count; i++)
        {
            LayoutColumn column = layout.Columns[i];
            if (!column.IsConstant)
                parts[column.Index] = Pad(TextOf(layout, column.Type, values[i], random), random);
        }

        string line = string.Join((char)layout.Delimiter!, parts);
        return random.Next(2) == 0 ? line : $"{line}{(char)layout.Delimiter}{new string(' ', random.Next(3))}";
    }

    private static string Pad(string text, Random random) =>
        new string(' ', random.Next(3)) + text + new string(' ', random.Next(3));

    private static string TextOf(Layout layout, FieldType type, object? value, Random random) => value switch
    {
        null => "",
        string text => text,
        long number => number.ToString($"D{random.Next(1, type.Length!.Value + 1)}", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture).Replace('.', layout.DecimalSeparator),
        DateOnly date => date.ToString(type.Format, CultureInfo.InvariantCulture),
        bool flag => flag ? type.TrueText! : type.FalseText!,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
