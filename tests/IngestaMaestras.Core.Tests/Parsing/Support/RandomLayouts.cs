using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>Random layouts of both formats, all types and all encodings, and records that fit them.</summary>
internal static class RandomLayouts
{
    private const string Ascii = " !#$%&'()*+,-./0123456789:<=>?@ABCXYZ[]^_`abcxyz{}~\"\\";
    private const string Latin1 = Ascii + "ÑñÁéíÓúüÇ¿¡°ª\u00A0ÿ";
    private const string Windows1252 = Latin1 + "€–Š“™Ÿ";
    private const string Utf8 = Windows1252 + "Ā\u0301ﬁ漢\uFFFD";

    private static readonly string[] DateFormats =
        ["yyyyMMdd", "dd/MM/yyyy", "yyyy-MM-dd", "ddMMyyyy", "MM.dd.yyyy"];

    private static readonly char[] Delimiters = ['|', ';', ',', '\t', '#'];

    private static readonly string[] Patterns = ["^[A-Z]", "[0-9]", "^.{2,}$", @"^\S+$", "Ñ"];

    /// <param name="withRules">Add rules; records made by <see cref="Record"/> may break them.</param>
    public static Layout Layout(Random random, bool withRules)
    {
        bool isFixed = random.Next(2) == 0;
        char delimiter = Delimiters[random.Next(Delimiters.Length)];
        LayoutBuilder builder = isFixed ? LayoutBuilder.Fixed() : LayoutBuilder.Delimited(delimiter);
        SourceEncoding encoding = (SourceEncoding)random.Next(3);
        builder.In(encoding);

        // A decimal separator equal to the delimiter could not be written.
        builder.WithDecimalSeparator(random.Next(2) == 0 && (isFixed || delimiter != ',') ? ',' : '.');
        if (random.Next(4) == 0)
            builder.WithHeader();

        int count = random.Next(1, 7);
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            string name = $"C{i}";
            FieldType type = Type(random);
            bool required = random.Next(2) == 0;
            bool key = random.Next(4) == 0;
            position += random.Next(3);
            if (isFixed)
            {
                int width = Width(type) + random.Next(3);
                builder.Field(name, position, position + width, type, required, key);
                position += width;
            }
            else
            {
                builder.Part(name, position++, type, required, key);
            }

            if (withRules)
                AddRules(builder, name, type, random);
        }

        if (!isFixed && random.Next(2) == 0)
            builder.WithParts(position + random.Next(3));
        if (random.Next(2) == 0)
            builder.Constant("K0", "Ñandú", LayoutBuilder.Text(10), key: random.Next(2) == 0);
        if (random.Next(2) == 0)
            builder.Constant("K1", "0169", LayoutBuilder.Integer(3));
        return builder.Build();
    }

    /// <summary>A record that the layout can express, one value per column, constants as null.</summary>
    public static object?[] Record(Layout layout, Random random)
    {
        object?[] values = new object?[layout.Columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            LayoutColumn column = layout.Columns[i];
            if (!column.IsConstant && (column.Required || random.Next(4) > 0))
                values[i] = Value(layout, column, random);
        }

        return values;
    }

    private static FieldType Type(Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return LayoutBuilder.Text();
            case 1:
                return LayoutBuilder.Text(random.Next(1, 12));
            case 2:
                return LayoutBuilder.Integer(random.Next(1, 19));
            case 3:
                int precision = random.Next(1, 29);
                return LayoutBuilder.Decimal(precision, random.Next(0, precision + 1));
            case 4:
                return LayoutBuilder.Date(DateFormats[random.Next(DateFormats.Length)]);
            default:
                return random.Next(2) == 0 ? LayoutBuilder.Boolean() : LayoutBuilder.Boolean("SÍ", "NO");
        }
    }

    private static int Width(FieldType type) => type.Kind switch
    {
        FieldKind.Text => type.Length ?? 8,
        FieldKind.Integer => type.Length!.Value + 1,
        FieldKind.Decimal => type.Length!.Value + 3,
        FieldKind.Date => type.Format!.Length,
        FieldKind.Boolean => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static object Value(Layout layout, LayoutColumn column, Random random)
    {
        FieldType type = column.Type;
        switch (type.Kind)
        {
            case FieldKind.Text:
                int room = layout.Format == RecordFormat.Fixed ? column.End - column.Start : 12;
                return TextValue(layout, random.Next(1, Math.Min(room, type.Length ?? 12) + 1), random);
            case FieldKind.Integer:
                return long.Parse(Digits(type.Length!.Value, random), CultureInfo.InvariantCulture)
                    * (random.Next(4) == 0 ? -1 : 1);
            case FieldKind.Decimal:
                int whole = type.Length!.Value - type.Scale;
                string digits = $"{(random.Next(4) == 0 ? "-" : "")}{Digits(whole, random)}.{Digits(type.Scale, random)}";
                decimal value = decimal.Parse(digits.TrimEnd('.'), CultureInfo.InvariantCulture);
                return value == 0 ? decimal.Abs(value) : value;
            case FieldKind.Date:
                return DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1));
            default:
                return random.Next(2) == 0;
        }
    }

    private static string Digits(int count, Random random)
    {
        int significant = count == 0 ? 0 : random.Next(1, count + 1);
        return string.Concat(Enumerable.Range(0, significant).Select(_ => (char)('0' + random.Next(10))))
            .PadLeft(count, '0');
    }

    /// <summary>Text that a layout can carry: no space at the ends, no delimiter.</summary>
    private static string TextValue(Layout layout, int length, Random random)
    {
        string alphabet = layout.Encoding switch
        {
            SourceEncoding.Latin1 => Latin1,
            SourceEncoding.Windows1252 => Windows1252,
            _ => Utf8,
        };
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            if (layout.Encoding == SourceEncoding.Utf8 && random.Next(20) == 0)
            {
                text.Append("😀");
                continue;
            }

            char c = random.Next(4) > 0 ? Ascii[random.Next(Ascii.Length)] : alphabet[random.Next(alphabet.Length)];
            bool isEdge = i == 0 || i == length - 1;
            text.Append(c == (char?)layout.Delimiter || (isEdge && c == ' ') ? 'X' : c);
        }

        return text.ToString();
    }

    private static void AddRules(LayoutBuilder builder, string name, FieldType type, Random random)
    {
        RuleSeverity severity = random.Next(3) == 0 ? RuleSeverity.Warning : RuleSeverity.Error;
        switch (random.Next(6))
        {
            case 0 when type.Kind is FieldKind.Integer or FieldKind.Decimal:
                decimal? min = random.Next(3) == 0 ? null : random.Next(-5, 50);
                builder.Range(name, min, min is null || random.Next(3) > 0 ? random.Next(50, 1000) : null, severity);
                break;
            case 1:
                builder.Length(name, random.Next(1, 4), random.Next(2) == 0 ? null : random.Next(4, 9), severity);
                break;
            case 2:
                builder.Pattern(name, Patterns[random.Next(Patterns.Length)], severity);
                break;
            case 3:
                builder.Values(name, "A", "01", "S", "SÍ", "X");
                break;
            case 4:
                builder.Rule(new ReferenceRule(name, severity, "referencia erp_otro.cod", "erp_otro", "cod"));
                break;
            default:
                break;
        }
    }
}
