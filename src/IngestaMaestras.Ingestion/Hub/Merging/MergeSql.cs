using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>
/// The statements of a merge for one layout and one attempt's staging. Temporary tables: <c>duplicate</c>,
/// <c>rejected_reference</c> and <c>difference</c>, all dropped at the end of the transaction.
/// </summary>
internal sealed class MergeSql
{
    private readonly Layout _layout;
    private readonly StagingTables _tables;
    private readonly string _hub;
    private readonly IReadOnlyList<string> _keys;
    private readonly IReadOnlyList<string> _values;
    private readonly IReadOnlyList<string> _record;

    public MergeSql(Layout layout, StagingTables tables)
    {
        _layout = layout;
        _tables = tables;
        _hub = $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";
        _keys = HubColumn.KeyNames(layout);
        _values = HubColumn.ValueNames(layout);
        _record = HubColumn.RecordNames(layout);
    }

    /// <summary>
    /// Lines whose key an earlier line has, or that the origin of a rejects file accepted. One hash aggregate; the join
    /// that names the lines touches only keys that do repeat.
    /// </summary>
    public string CreateDuplicates(bool withOriginKeys)
    {
        var origin = withOriginKeys
            ? $"""
              UNION
              SELECT s._line_number, {KeyText("s")}
                FROM {_tables.Records} s
               WHERE EXISTS (SELECT 1 FROM {_tables.OriginKeys} k WHERE {Match("k", "s")})
              """
            : "";
        return $"""
            CREATE TEMP TABLE duplicate ON COMMIT DROP AS
            SELECT s._line_number, {KeyText("s")} AS key_text
              FROM (SELECT {Join(_keys)}, min(_line_number) AS first_line
                      FROM {_tables.Records} GROUP BY {Join(_keys)} HAVING count(*) > 1) d
              JOIN {_tables.Records} s ON {Match("d", "s")} AND s._line_number > d.first_line
            {origin}
            """;
    }

    public string DeleteDuplicates =>
        $"DELETE FROM {_tables.Records} s USING duplicate d WHERE s._line_number = d._line_number";

    public const string CreateRejectedReferences =
        "CREATE TEMP TABLE rejected_reference (_line_number bigint, key_text text, field text, value text, rule_index int) ON COMMIT DROP";

    /// <summary>
    /// Adds the rows whose value has no parent, each once however often it is asked. The own table counts as this very
    /// file leaves it.
    /// </summary>
    /// <param name="absentRowsGo">Rows of the own table that the file does not have are about to be deleted.</param>
    public string FindMissingParents(ReferenceRule rule, int ruleIndex, bool absentRowsGo)
    {
        var column = HubColumn.Quote(_layout.FindColumn(rule.Column)!.ColumnName);
        var parentColumn = HubColumn.Quote(rule.ParentColumn);
        var isOwn = rule.ParentTable == _layout.Table;
        var inFile = isOwn
            ? $"""
              AND NOT EXISTS (SELECT 1 FROM {_tables.Records} o WHERE o.{parentColumn} = s.{column})
              AND NOT EXISTS (SELECT 1 FROM rejected_reference r WHERE r._line_number = s._line_number AND r.rule_index = {ruleIndex})
              """
            : "";
        return $"""
            INSERT INTO rejected_reference
            SELECT s._line_number, {KeyText("s")}, @Field, s.{column}::text, {ruleIndex}
              FROM {_tables.Records} s
             WHERE s.{column} IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM {HubDatabase.Schema}.{HubColumn.Quote(rule.ParentTable)} p
                                WHERE p.{parentColumn} = s.{column} {(isOwn && absentRowsGo ? $"AND ({IsKept("p")})" : "")})
               {inFile}
            """;
    }

    /// <summary>Takes the rows rejected for a reference out of the records.</summary>
    public string DeleteRejectedReferences =>
        $"""
        DELETE FROM {_tables.Records} s USING rejected_reference r
         WHERE r.rule_index = ANY(@ErrorRules) AND s._line_number = r._line_number
        """;

    public string CountHub => $"SELECT count(*) FROM {_hub}";

    /// <summary>
    /// One hash join of the staged records with the table: op 'i' insert, 'u' update, 'd' delete. Rows that are the
    /// same on both sides leave no trace.
    /// </summary>
    /// <param name="includeDeletes">The file is the whole truth: absent keys are deleted.</param>
    /// <param name="perRowPosition">Incremental: a row written by a later file keeps its value.</param>
    public string CreateDifference(bool includeDeletes, bool perRowPosition)
    {
        var changed = _values.Count == 0
            ? "false"
            : $"({Join(_values.Select(v => "s." + v))}) IS DISTINCT FROM ({Join(_values.Select(v => "h." + v))})";
        var newer = perRowPosition
            ? """
              AND NOT EXISTS (SELECT 1 FROM file w WHERE w.file_id = h._file_id
                              AND (w.fecha_proceso, w.chain_order) > (@BusinessDate, @ChainOrder COLLATE "C"))
              """
            : "";
        var record = Join(_record.Select(c => _keys.Contains(c) ? $"coalesce(s.{c}, h.{c}) AS {c}" : $"s.{c}"));
        return $"""
            CREATE TEMP TABLE difference ON COMMIT DROP AS
            SELECT CASE WHEN h._version IS NULL THEN 'i' WHEN s._line_number IS NULL THEN 'd' ELSE 'u' END::"char" AS op,
                   s._line_number, {record}
              FROM {_tables.Records} s
              {(includeDeletes ? "FULL" : "LEFT")} JOIN {_hub} h ON {Match("s", "h")}
             WHERE h._version IS NULL OR s._line_number IS NULL OR ({changed} {newer})
            """;
    }

    /// <summary>Keys of rejected records keep their row.</summary>
    public string KeepRejectedKeys =>
        $"""
        DELETE FROM difference d
         WHERE d.op = 'd'
           AND EXISTS (SELECT 1 FROM {_tables.Findings} f WHERE f._rejected AND f._key_readable AND {Match("f", "d")})
        """;

    /// <summary>Likewise for keys of records that were rejected for a missing parent.</summary>
    public string KeepRejectedReferences =>
        $"DELETE FROM difference d USING rejected_reference r WHERE d.op = 'd' AND r.rule_index = ANY(@ErrorRules) AND r.key_text = {KeyText("d")}";

    public const string SuppressDeletes = "DELETE FROM difference WHERE op = 'd'";

    public const string CountDifference =
        """
        SELECT count(*) FILTER (WHERE op = 'i') AS inserted, count(*) FILTER (WHERE op = 'u') AS updated,
               count(*) FILTER (WHERE op = 'd') AS deleted
          FROM difference
        """;

    /// <summary>A hash of a set: the sum of its members' hashes does not depend on their order.</summary>
    public string HashDeletedKeys =>
        $"SELECT coalesce(sum(hashtextextended({KeyText("d")}, 0)::numeric), 0)::text FROM difference d WHERE op = 'd'";

    /// <summary>First load of an empty table: no comparison, no intermediate table.</summary>
    public string InsertAll =>
        $"""
        INSERT INTO {_hub} ({Join(_record)}, femod, _version, _file_id, _line_number)
        SELECT {Join(_record)}, @Now, @Version + row_number() OVER (), @FileId, _line_number
          FROM {_tables.Records}
        """;

    public string ApplyInserts =>
        $"""
        INSERT INTO {_hub} ({Join(_record)}, femod, _version, _file_id, _line_number)
        SELECT {Join(_record)}, @Now, @Version + row_number() OVER (), @FileId, _line_number
          FROM difference WHERE op = 'i'
        """;

    public string ApplyUpdates =>
        $"""
        UPDATE {_hub} h
           SET {string.Concat(_values.Select(v => $"{v} = d.{v}, "))}
               femod = @Now, _version = @Version + d.number, _file_id = @FileId, _line_number = d._line_number
          FROM (SELECT *, row_number() OVER () AS number FROM difference WHERE op = 'u') d
         WHERE {Match("d", "h")}
        """;

    /// <summary>Deletes rows and keeps their keys, typed and as text, for those who still have to hear of it.</summary>
    public string ApplyDeletes =>
        $"""
        WITH gone AS (
            DELETE FROM {_hub} h USING difference d WHERE d.op = 'd' AND {Match("d", "h")}
            RETURNING h.*
        )
        INSERT INTO tombstone (maestra, key_text, key_values, version, file_id, deleted_at)
        SELECT @Maestra, {KeyText("g")}, jsonb_build_object({Join(_keys.Select(k => $"'{k.Trim('"')}', g.{k}"))}),
               @Version + row_number() OVER (), @FileId, @Now
          FROM gone g
        ON CONFLICT (maestra, key_text) DO UPDATE
           SET key_values = excluded.key_values, version = excluded.version, file_id = excluded.file_id, deleted_at = excluded.deleted_at
        """;

    /// <summary>A key that comes back is not deleted any more.</summary>
    /// <param name="fromDifference">Whether the difference tells what is inserted, or all records are.</param>
    public string DropTombstones(bool fromDifference) => fromDifference
        ? $"DELETE FROM tombstone t USING difference d WHERE t.maestra = @Maestra AND d.op = 'i' AND t.key_text = {KeyText("d")}"
        : $"DELETE FROM tombstone t USING {_tables.Records} s WHERE t.maestra = @Maestra AND t.key_text = {KeyText("s")}";

    /// <summary>Every rejected line with its key, duplicates apart, without limit.</summary>
    public string InsertRejectedLines =>
        $"""
        INSERT INTO rejected_line (file_id, line_number, key_text)
        SELECT @FileId, f._line_number, {(_layout.WholeRecordKey ? "NULL" : $"CASE WHEN f._key_readable THEN {KeyText("f")} END")}
          FROM {_tables.Findings} f WHERE f._rejected
        UNION ALL
        SELECT DISTINCT ON (_line_number) @FileId, _line_number, key_text
          FROM rejected_reference WHERE rule_index = ANY(@ErrorRules)
        """;

    /// <summary>The first rows of each kind of the difference, with what the table has and what the file brings.</summary>
    public string DescribeDifference
    {
        get
        {
            var columns = _layout.Columns.Select(c => HubColumn.Quote(c.ColumnName)).ToList();
            string Json(string alias) => $"(SELECT to_jsonb(v) FROM (SELECT {Join(columns.Select(c => $"{alias}.{c}"))}) v)::text";
            return $"""
                SELECT n.op AS kind, {KeyText("n")} AS key_text, n._line_number AS line_number,
                       CASE WHEN n.op <> 'i' THEN {Json("h")} END AS before, CASE WHEN n.op <> 'd' THEN {Json("n")} END AS after
                  FROM (SELECT d.*, row_number() OVER (PARTITION BY d.op ORDER BY d._line_number, {Join(_keys.Select(k => "d." + k))}) AS number FROM difference d) n
                  LEFT JOIN {_hub} h ON {Match("n", "h")}
                 WHERE n.number <= @Limit ORDER BY n.op, n.number
                """;
        }
    }

    /// <summary>Writes down the first rows that would be deleted, each as <c>column=value</c> pairs.</summary>
    public string KeepDeletes =>
        $"""
        UPDATE run_file SET hold_rows = (
            SELECT jsonb_agg(r.words) FROM (
                -- By way of a row, not of arguments, of which a function takes a hundred at most.
                SELECT (SELECT string_agg(e.key || '=' || e.value, ' · ' ORDER BY e.number)
                          FROM json_each_text((SELECT row_to_json(v) FROM (SELECT {Join(_layout.Columns.Select(c => "h." + HubColumn.Quote(c.ColumnName)))}) v))
                               WITH ORDINALITY AS e (key, value, number)
                         WHERE e.value IS NOT NULL) AS words
                  FROM difference d JOIN {_hub} h ON {Match("d", "h")}
                 WHERE d.op = 'd' ORDER BY {Join(_keys.Select(k => "h." + k))} LIMIT @KeptRows) r)
         WHERE run_id = @RunId AND file_id = @FileId
        """;

    /// <summary>The first records, when all of them are inserted.</summary>
    public string DescribeAll =>
        $"""
        SELECT 'i' AS kind, {KeyText("s")} AS key_text, s._line_number AS line_number,
               (SELECT to_jsonb(v) FROM (SELECT {Join(_layout.Columns.Select(c => "s." + HubColumn.Quote(c.ColumnName)))}) v)::text AS after
          FROM {_tables.Records} s ORDER BY s._line_number LIMIT @Limit
        """;

    /// <summary>A row of the table that stays as it is because a record of its key was rejected.</summary>
    private string IsKept(string alias)
    {
        var forParent =
            $"EXISTS (SELECT 1 FROM rejected_reference r WHERE r.rule_index = ANY(@ErrorRules) AND r.key_text = {KeyText(alias)})";
        return _layout.WholeRecordKey
            ? forParent
            : $"""
              {forParent}
              OR EXISTS (SELECT 1 FROM {_tables.Findings} f WHERE f._rejected AND f._key_readable AND {Match("f", alias)})
              """;
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private string KeyText(string alias) => HubColumn.KeyTextSql(_layout, alias);

    private string Match(string left, string right) => string.Join(" AND ", _keys.Select(k => $"{left}.{k} = {right}.{k}"));
}
