using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>
/// The Oracle table of a master: names and statements. Names are written in quotes and upper case, so that a layout's
/// column may be called like a reserved word, and people need quotes for those only.
/// </summary>
internal sealed class OracleTable
{
    public const string ChangedAt = "FEMOD";
    public const string Version = "MDH_VERSION";
    public const string RecordKey = "MDH_KEY";

    private const string HubRecordKey = "_key";

    // A key column, whatever its type, when the whole record is the key: SHA-256 in hexadecimal.
    private static readonly OracleType RecordKeyType = new("VARCHAR2", 64);
    private static readonly OracleType ChangedAtType = new("TIMESTAMP(6) WITH TIME ZONE");
    private static readonly OracleType VersionType = new("NUMBER", Precision: 19);

    /// <exception cref="DeliveryException">The layout uses a name that is ours in Oracle.</exception>
    public OracleTable(Layout layout)
    {
        Layout = layout;
        Name = NameOf(layout.Table);
        if (Name is OracleMark.Table or OracleMark.InstallationTable or OracleAuditMirror.Table)
        {
            throw new DeliveryException(OracleMessages.Format("OwnTable", layout.Maestra, Name), mayPass: false);
        }

        if (layout.Columns.FirstOrDefault(c => NameOf(c.Name) is ChangedAt or Version or RecordKey) is { } taken)
        {
            throw new DeliveryException(OracleMessages.Format("OwnColumn", layout.Maestra, taken.Name), mayPass: false);
        }

        KeyNames = layout.WholeRecordKey ? [RecordKey] : [.. layout.KeyColumns.Select(c => NameOf(c.Name))];
        List<OracleColumn> columns = [];
        if (layout.WholeRecordKey)
        {
            columns.Add(new OracleColumn(RecordKey, RecordKeyType));
        }

        columns.AddRange(layout.Columns.Select(c => new OracleColumn(NameOf(c.Name), OracleType.Of(layout, c))));
        columns.Add(new OracleColumn(ChangedAt, ChangedAtType));
        columns.Add(new OracleColumn(Version, VersionType));
        Columns = columns;
    }

    public Layout Layout { get; }

    public string Name { get; }

    public IReadOnlyList<string> KeyNames { get; }

    /// <summary>Every column in order: the record's hash if it is the key, the layout's, ours.</summary>
    public IReadOnlyList<OracleColumn> Columns { get; }

    /// <summary>A hub's name in Oracle.</summary>
    public static string NameOf(string hubName) =>
        hubName == HubRecordKey ? RecordKey : hubName.ToUpperInvariant();

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public string CreateSql => $"""
        CREATE TABLE {Quote(Name)} (
            {string.Join(",\n    ", Columns.Select(Definition))},
            PRIMARY KEY ({Quoted(KeyNames)})
        )
        """;

    public string AddSql(OracleColumn column) => $"ALTER TABLE {Quote(Name)} ADD {Definition(column)}";

    public string ModifySql(string column, OracleType type) => $"ALTER TABLE {Quote(Name)} MODIFY {Quote(column)} {type.Sql}";

    public string DropKeySql => $"ALTER TABLE {Quote(Name)} DROP PRIMARY KEY";

    public string AddKeySql => $"ALTER TABLE {Quote(Name)} ADD PRIMARY KEY ({Quoted(KeyNames)})";

    /// <summary>What stands in for a key while the table changes from one key to another.</summary>
    public string IndexSql(string prefix, IReadOnlyList<string> columns) =>
        $"CREATE INDEX {IndexName(prefix)} ON {Quote(Name)} ({Quoted(columns)})";

    public string DropIndexSql(string prefix) => $"DROP INDEX {IndexName(prefix)}";

    /// <summary>
    /// Writes a row unless a newer version is there. One parameter for each column, called as
    /// <see cref="Parameter"/> says.
    /// </summary>
    public string MergeSql
    {
        get
        {
            // The newer version is looked for in the source, which is then empty: a condition on the update would let the
            // insert through for a row that just vanished, and Oracle and the SQL standard write it differently.
            string[] names = [.. Columns.Select(c => Quote(c.Name))];
            var values = Columns.Select((c, i) => $"{ValueSql(i)} AS {names[i]}");
            var key = KeyNames.Select(k => $"n.{Quote(k)} = {Parameter(OrdinalOf(k))}");
            var match = KeyNames.Select(k => $"t.{Quote(k)} = s.{Quote(k)}");
            var changed = Columns.Where(c => !KeyNames.Contains(c.Name)).Select(c => $"{Quote(c.Name)} = s.{Quote(c.Name)}");
            return $"""
                MERGE INTO {Quote(Name)} t
                USING (SELECT {string.Join(", ", values)}
                         FROM dual
                        WHERE NOT EXISTS (SELECT 1 FROM {Quote(Name)} n
                                           WHERE {string.Join(" AND ", key)} AND n.{Quote(Version)} > {Parameter(OrdinalOf(Version))})) s
                   ON ({string.Join(" AND ", match)})
                 WHEN MATCHED THEN UPDATE SET {string.Join(", ", changed)}
                 WHEN NOT MATCHED THEN INSERT ({string.Join(", ", names)})
                      VALUES ({string.Join(", ", names.Select(n => $"s.{n}"))})
                """;
        }
    }

    /// <summary>
    /// Deletes the row that had this key, unless a newer version is there. Parameters: one for each key column in this
    /// order, then the version.
    /// </summary>
    public string DeleteSql(IReadOnlyList<string> keyNames) => $"""
        DELETE FROM {Quote(Name)}
         WHERE {string.Join(" AND ", keyNames.Select((k, i) => $"{Quote(k)} = {Parameter(i)}"))}
           AND {Quote(Version)} < {Parameter(keyNames.Count)}
        """;

    /// <summary>The rows, with these columns and the version.</summary>
    public string SelectSql(IEnumerable<string> columns) =>
        $"SELECT {Quoted([.. columns, Version])} FROM {Quote(Name)}";

    /// <summary>A parameter as statements write it; its name has no colon.</summary>
    public static string Parameter(int ordinal) => $":{ParameterName(ordinal)}";

    public static string ParameterName(int ordinal) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p{ordinal}");

    private string ValueSql(int ordinal) =>
        Columns[ordinal].Name == ChangedAt ? $"FROM_TZ({Parameter(ordinal)}, '+00:00')" : Parameter(ordinal);

    private int OrdinalOf(string column) => Columns.Select(c => c.Name).ToList().IndexOf(column);

    private string IndexName(string prefix) => Quote(prefix + Name);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    // Rows that somebody else put there before count as older than anything.
    private static string Definition(OracleColumn column) =>
        $"{Quote(column.Name)} {column.Type.Sql}{(column.Name == Version ? " DEFAULT 0 NOT NULL" : "")}";
}
