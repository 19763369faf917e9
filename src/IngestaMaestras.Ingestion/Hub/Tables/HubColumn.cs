using System.Globalization;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>How layouts' names and types are written in PostgreSQL.</summary>
internal static class HubColumn
{
    /// <summary>The hash column of a master whose whole record is the key.</summary>
    public const string WholeRecordKey = "_key";

    /// <summary>Digits that fit an <c>integer</c>, whatever they are.</summary>
    private const int IntegerDigits = 9;

    /// <summary>An identifier in double quotes. Layout names are safe already; this keeps reserved words working.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The column's type as <c>format_type()</c> shows it, so that both can be compared.</summary>
    public static string TypeName(FieldType type) => type.Kind switch
    {
        FieldKind.Text => type.Length is { } n
            ? string.Create(CultureInfo.InvariantCulture, $"character varying({n})")
            : "text",
        FieldKind.Integer => FitsInteger(type) ? "integer" : "bigint",
        FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"numeric({type.Length},{type.Scale})"),
        FieldKind.Date => "date",
        FieldKind.Boolean => "boolean",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };

    public static bool FitsInteger(FieldType type) => type.Length <= IntegerDigits;

    /// <summary>The key's columns, quoted, in key order.</summary>
    public static IReadOnlyList<string> KeyNames(Layout layout) => layout.WholeRecordKey
        ? [Quote(WholeRecordKey)]
        : [.. layout.KeyColumns.Select(c => Quote(c.ColumnName))];

    /// <summary>Everything that a record carries, quoted: the hash when it is the key, then the layout's columns.</summary>
    public static IReadOnlyList<string> RecordNames(Layout layout) =>
    [
        .. layout.WholeRecordKey ? [Quote(WholeRecordKey)] : Array.Empty<string>(),
        .. layout.Columns.Select(c => Quote(c.ColumnName)),
    ];

    /// <summary>The columns whose difference makes an update: all but the key's.</summary>
    public static IReadOnlyList<string> ValueNames(Layout layout) => layout.WholeRecordKey
        ? []
        : [.. layout.Columns.Where(c => !c.IsKey).Select(c => Quote(c.ColumnName))];

    /// <summary>SQL that gives the text of a row's key (design §6), the twin of <c>KeyText</c>.</summary>
    /// <param name="alias">Alias of the row.</param>
    public static string KeyTextSql(Layout layout, string alias) => layout.WholeRecordKey
        ? $"{alias}.{Quote(WholeRecordKey)}"
        : string.Join(" || '|' || ", layout.KeyColumns.Select(c => KeyPartSql(c.Type, $"{alias}.{Quote(c.ColumnName)}")));

    private static string KeyPartSql(FieldType type, string column) => type.Kind switch
    {
        FieldKind.Text => $@"replace(replace({column}, '\', '\\'), '|', '\|')",
        FieldKind.Integer => $"{column}::text",
        FieldKind.Decimal => $"trim_scale({column})::text",
        FieldKind.Date => $"to_char({column}, 'YYYY-MM-DD')",
        FieldKind.Boolean => $"{column}::text",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };
}
