namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>A column of a table's present key, as the catalog knows it.</summary>
/// <param name="TypeName">As <c>format_type()</c> shows it.</param>
internal sealed record KeyColumn(string Name, string TypeName)
{
    /// <summary>SQL of the column's part in the text of a key, like <see cref="HubColumn.KeyTextSql"/> from a layout.</summary>
    public string TextSql(string alias)
    {
        var column = $"{alias}.{HubColumn.Quote(Name)}";
        return TypeName switch
        {
            "text" => Escaped(column),
            _ when TypeName.StartsWith("character varying", StringComparison.Ordinal) => Escaped(column),
            _ when TypeName.StartsWith("numeric", StringComparison.Ordinal) => $"trim_scale({column})::text",
            "date" => $"to_char({column}, 'YYYY-MM-DD')",
            _ => $"{column}::text",
        };
    }

    private static string Escaped(string column) => $@"replace(replace({column}, '\', '\\'), '|', '\|')";
}
