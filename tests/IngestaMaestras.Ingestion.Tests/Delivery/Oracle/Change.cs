using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>Changes of the hub, written in a line.</summary>
internal static class Change
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 2, 3, 4, 567, TimeSpan.FromHours(-5));

    public static HubChange Upsert(Layout layout, long version, params object?[] values)
    {
        object?[] typed = [.. values.Select(v => v is int number ? (long)number : v)];
        return new HubChange(
            ChangeOp.Upsert, RecordText.Key(layout, typed), version, typed, null, At, 1, version, 1, new DateOnly(2026, 11, 24));
    }

    /// <summary>The deletion of the row that <paramref name="row"/> wrote.</summary>
    public static HubChange Delete(Layout layout, long version, HubChange row) => new(
        ChangeOp.Delete, row.Key, version, [],
        layout.WholeRecordKey
            ? new Dictionary<string, object?> { ["_key"] = row.Key }
            : layout.KeyColumns.ToDictionary(
                c => c.ColumnName, c => row.Values[layout.Columns.Select(x => x.Name).ToList().IndexOf(c.Name)]),
        At, 1, null, 1, null);

    public static DeliveryChunk Chunk(params HubChange[] changes) =>
        new(changes.Min(c => c.Version) - 1, changes.Max(c => c.Version), changes);

    /// <summary>What a target that holds just this row tells of it.</summary>
    public static string Entry(Layout layout, HubChange change) =>
        string.Create(CultureInfo.InvariantCulture, $"{change.Key}@{change.Version} {RecordText.Json(layout, change.Values)}");
}
