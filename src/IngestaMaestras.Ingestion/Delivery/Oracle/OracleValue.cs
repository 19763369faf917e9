using System.Data;
using System.Data.Common;
using System.Globalization;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>A hub's value as a parameter of Oracle, and back.</summary>
internal static class OracleValue
{
    public static DbType DbTypeOf(FieldType type) => type.Kind switch
    {
        FieldKind.Text => DbType.String,
        FieldKind.Integer => DbType.Int64,
        FieldKind.Decimal => DbType.Decimal,
        FieldKind.Date => DbType.Date,
        FieldKind.Boolean => DbType.Int64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };

    public static DbType DbTypeOf(object? value) => value switch
    {
        null or string => DbType.String,
        long or int or bool => DbType.Int64,
        decimal => DbType.Decimal,
        DateOnly => DbType.Date,
        DateTime => DbType.DateTime,
        _ => throw new ArgumentException($"{value.GetType()} is not a type of a hub's value.", nameof(value)),
    };

    /// <summary>
    /// The value that a parameter of <see cref="DbTypeOf(FieldType)"/> takes. Keys of deleted rows may come as JSON has
    /// them: dates as text, numbers of another width.
    /// </summary>
    public static object Bind(FieldType type, object? value) => (type.Kind, value) switch
    {
        (_, null) or (FieldKind.Text, "") => DBNull.Value,
        (FieldKind.Text, _) => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        (FieldKind.Date, DateOnly date) => date.ToDateTime(TimeOnly.MinValue),
        (FieldKind.Date, string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue),
        (FieldKind.Boolean, string word) => bool.Parse(word) ? 1L : 0L,
        (FieldKind.Integer or FieldKind.Boolean, _) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        (FieldKind.Decimal, _) => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is not a value of {type}.", nameof(value)),
    };

    /// <summary>An instant as a TIMESTAMP in UTC; the statement adds the zone.</summary>
    public static DateTime Bind(DateTimeOffset instant) => DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified);

    /// <summary>What a column holds, as the hub has it.</summary>
    public static object? Read(DbDataReader reader, int ordinal, FieldType type)
    {
        if (reader.IsDBNull(ordinal))
        {
            return null;
        }

        // Numbers are read as decimal whatever they are: left to itself, the driver takes floating point for some.
        return type.Kind switch
        {
            FieldKind.Text => reader.GetString(ordinal),
            FieldKind.Integer => (long)reader.GetDecimal(ordinal),
            FieldKind.Decimal => RecordText.WithScale(reader.GetDecimal(ordinal), type.Scale),
            FieldKind.Date => DateOnly.FromDateTime(reader.GetDateTime(ordinal)),
            FieldKind.Boolean => reader.GetDecimal(ordinal) != 0,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
        };
    }
}
