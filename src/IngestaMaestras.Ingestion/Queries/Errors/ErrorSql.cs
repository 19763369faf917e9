using Dapper;

namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>
/// The conditions of a filter in two parts: those that an index of <c>error_log</c> serves in the list's order, and those
/// that rows are looked at for. However rare the latter are, a page looks at no more than <see cref="LookLimit"/> rows.
/// </summary>
internal sealed class ErrorSql
{
    public const int LookLimit = 50_000;

    public const string Columns =
        """
        id, fecha_proceso, "timestamp", error_type, severity, maestra, file_name, line_number, field, rule, value, raw_line,
        message, run_id, file_id, resolved_at, resolved_by
        """;

    private readonly List<string> _indexed = [];
    private readonly List<string> _looked = [];
    private readonly bool _isOfOneLoad;

    public ErrorSql(ErrorFilter filter)
    {
        Parameters = new DynamicParameters(new
        {
            filter.From,
            filter.To,
            filter.Maestra,
            filter.ErrorType,
            filter.Field,
            filter.Rule,
            filter.Severity,
            filter.RunId,
            filter.FileId,
            Pattern = LikePattern.Containing(filter.Text),
            LookLimit,
        });
        _isOfOneLoad = filter.RunId is not null || filter.FileId is not null;
        Add(filter.FileId is not null, _indexed, "file_id = @FileId");
        Add(filter.RunId is not null, _indexed, "run_id = @RunId");
        Add(filter.From is not null, _indexed, "fecha_proceso >= @From");
        Add(filter.To is not null, _indexed, "fecha_proceso <= @To");

        // One of them leads to an index; that both at once are rare must not make a page slow.
        var maestraLeads = !_isOfOneLoad && filter.Maestra is not (null or ErrorFilter.None);
        Add(filter.Maestra is not null, maestraLeads ? _indexed : _looked, Is("maestra", filter.Maestra));
        Add(filter.ErrorType is not null, maestraLeads || _isOfOneLoad ? _looked : _indexed, "error_type = @ErrorType");
        Add(filter.Field is not null, _looked, Is("field", filter.Field));
        Add(filter.Rule is not null, _looked, Is("rule", filter.Rule));
        Add(filter.Severity is not null, _looked, "severity = @Severity");
        Add(filter.IsResolved is not null, _looked, filter.IsResolved == true ? "resolved_at IS NOT NULL" : "resolved_at IS NULL");
        Add(
            filter.Text is not null, _looked,
            "(message ILIKE @Pattern OR value ILIKE @Pattern OR raw_line ILIKE @Pattern OR field ILIKE @Pattern OR file_name ILIKE @Pattern)");
    }

    public DynamicParameters Parameters { get; }

    /// <summary>Rows have to be looked at, so that the limit counts.</summary>
    public bool IsLookedThrough => _looked.Count > 0;

    /// <summary>Goes on after a row, in this order.</summary>
    public ErrorSql After(ErrorCursor? after, ErrorOrder order)
    {
        if (after is not null)
        {
            // The first condition bounds the index; the second drops what the same moment had before the row.
            var (columns, values) = _isOfOneLoad
                ? ("\"timestamp\"", "@AfterTime")
                : ("(fecha_proceso, \"timestamp\")", "(@AfterDate, @AfterTime)");
            var onwards = order.IsTimeDescending ? "<" : ">";
            _indexed.Add($"{columns} {onwards}= {values}");
            _indexed.Add($"({columns} {onwards} {values} OR id {(order.IsIdDescending ? "<" : ">")} @AfterId)");
            Parameters.AddDynamicParams(new { AfterDate = after.Date, AfterTime = after.Timestamp, AfterId = after.Id });
        }

        return this;
    }

    /// <summary>The rows in order, without a limit of their own.</summary>
    public string Select(string columns, ErrorOrder order) =>
        $"SELECT {columns} FROM error_log WHERE {All(_indexed.Concat(_looked))} ORDER BY {OrderBy(order)}";

    /// <summary>The same, looking at no more rows than the limit.</summary>
    public string SelectLimited(string columns, ErrorOrder order) => IsLookedThrough
        ? $"""
          SELECT {columns} FROM (
              SELECT {Columns} FROM error_log WHERE {All(_indexed)} ORDER BY {OrderBy(order)} LIMIT @LookLimit) looked
           WHERE {All(_looked)} ORDER BY {OrderBy(order)}
          """
        : Select(columns, order);

    /// <summary>The last row that <see cref="SelectLimited"/> looks at; nothing when it does not come to its limit.</summary>
    public string SelectLastLooked(ErrorOrder order) =>
        $"SELECT fecha_proceso, \"timestamp\", id FROM error_log WHERE {All(_indexed)} ORDER BY {OrderBy(order)} OFFSET @LookLimit - 1 LIMIT 1";

    /// <summary>A run or a file has one business date, and an index that does not need it.</summary>
    private string OrderBy(ErrorOrder order)
    {
        var time = order.IsTimeDescending ? "DESC" : "ASC";
        return $"{(_isOfOneLoad ? "" : $"fecha_proceso {time}, ")}\"timestamp\" {time}, id {(order.IsIdDescending ? "DESC" : "ASC")}";
    }

    private static string Is(string column, string? value) =>
        value == ErrorFilter.None ? $"{column} IS NULL" : $"{column} = @{char.ToUpperInvariant(column[0])}{column[1..]}";

    private static void Add(bool isAsked, List<string> conditions, string condition)
    {
        if (isAsked)
        {
            conditions.Add(condition);
        }
    }

    private static string All(IEnumerable<string> conditions) => string.Join(" AND ", conditions.DefaultIfEmpty("true"));
}
