using System.Text.RegularExpressions;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Which names a layout may use: they become file names, tables, columns and topics without further thought.</summary>
internal static partial class LayoutNames
{
    // PostgreSQL cuts identifiers at 63 bytes, so the limit is the same for all of them.
    private const int MaxTopicLength = 249;

    // Tables of the hub itself, which share the schema; a layout must not write into the trail that describes it.
    private static readonly string[] ReservedTables =
    [
        "audit_log", "dry_run", "error_log", "file", "installation", "layout_version", "master_state", "pause",
        "rejected_line", "run", "run_file", "run_finding", "schema_version", "step", "tombstone", "worker",
    ];

    // Ours, then names that PostgreSQL (system columns) and Oracle refuse for a column even in quotes.
    private static readonly string[] ReservedColumns =
        ["femod", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid"];

    public static bool IsSafe(string name) => SafeName().IsMatch(name);

    public static bool IsReservedTable(string table) =>
        ReservedTables.Contains(table, StringComparer.OrdinalIgnoreCase)
        || table.StartsWith("pg_", StringComparison.OrdinalIgnoreCase);

    public static bool IsReservedColumn(string column) =>
        column.StartsWith('_') || ReservedColumns.Contains(column, StringComparer.OrdinalIgnoreCase);

    public static bool IsTopic(string topic) =>
        topic.Length <= MaxTopicLength && topic is not ("." or "..") && SafeTopic().IsMatch(topic);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,62}\\z")]
    private static partial Regex SafeName();

    [GeneratedRegex("^[A-Za-z0-9._-]+\\z")]
    private static partial Regex SafeTopic();
}
