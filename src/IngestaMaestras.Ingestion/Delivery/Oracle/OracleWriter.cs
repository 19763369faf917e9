using System.Data;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Turns the changes of a chunk into statements and their rows.</summary>
internal sealed class OracleWriter
{
    private readonly OracleTable _table;
    private readonly IReadOnlyDictionary<string, OracleType> _existing;
    private readonly Dictionary<string, LayoutColumn> _columns;
    private readonly OracleStatement _merge;

    /// <param name="existing">The columns that the table has, the layout's and others.</param>
    public OracleWriter(OracleTable table, IReadOnlyDictionary<string, OracleType> existing)
    {
        _table = table;
        _existing = existing;
        _columns = table.Layout.Columns.ToDictionary(c => OracleTable.NameOf(c.Name), StringComparer.Ordinal);
        _merge = new OracleStatement(table.MergeSql, [.. table.Columns.Select(TypeOf)]);
    }

    /// <summary>
    /// Deletes first: each key occurs once in a chunk, but a key that the layout had before may name the row that a key
    /// of today writes.
    /// </summary>
    public async Task WriteAsync(OracleBatch batch, IReadOnlyList<HubChange> changes, CancellationToken ct)
    {
        // A key of columns that the table does not have cannot be there.
        var deletes = changes
            .Where(c => c.Op == ChangeOp.Delete && c.KeyValues!.Keys.All(k => _existing.ContainsKey(OracleTable.NameOf(k))))
            .GroupBy(c => string.Join(',', c.KeyValues!.Keys.Order(StringComparer.Ordinal)));
        foreach (var sameKey in deletes)
        {
            string[] key = [.. sameKey.First().KeyValues!.Keys.Order(StringComparer.Ordinal)];
            OracleStatement delete = new(
                _table.DeleteSql([.. key.Select(OracleTable.NameOf)]), [.. key.Select(k => OracleValue.DbTypeOf(KeyType(k))), DbType.Int64]);
            await batch.ExecuteAsync(delete, sameKey.Select(c => DeletedRow(c, key)), ct);
        }

        await batch.ExecuteAsync(_merge, changes.Where(c => c.Op == ChangeOp.Upsert).Select(UpsertedRow), ct);
    }

    private OracleRow UpsertedRow(HubChange change)
    {
        var layout = _table.Layout;
        List<object> values = new(_table.Columns.Count);
        if (layout.WholeRecordKey)
        {
            values.Add(change.Key);
        }

        for (var i = 0; i < layout.Columns.Count; i++)
        {
            values.Add(OracleValue.Bind(layout.Columns[i].Type, change.Values[i]));
        }

        values.Add(OracleValue.Bind(change.ChangedAt));
        values.Add(change.Version);
        return new OracleRow(change, [.. values]);
    }

    private OracleRow DeletedRow(HubChange change, string[] key) =>
        new(change, [.. key.Select(k => OracleValue.Bind(KeyType(k), change.KeyValues![k])), change.Version]);

    /// <summary>The layout's type, or the table's for a key column that the layout does not have any more.</summary>
    private FieldType KeyType(string hubName)
    {
        var name = OracleTable.NameOf(hubName);
        return _columns.TryGetValue(name, out var column) ? column.Type : _existing[name].FieldType;
    }

    private DbType TypeOf(OracleColumn column) => column.Name switch
    {
        OracleTable.RecordKey => DbType.String,
        OracleTable.ChangedAt => DbType.DateTime,
        OracleTable.Version => DbType.Int64,
        var name => OracleValue.DbTypeOf(_columns[name].Type),
    };
}
