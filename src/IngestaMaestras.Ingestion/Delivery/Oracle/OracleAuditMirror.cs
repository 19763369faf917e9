using System.Data;
using System.Data.Common;
using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Copies the hub's <c>audit_log</c> to a table of the same name in Oracle, as far as Oracle is there.</summary>
public sealed class OracleAuditMirror(
    OracleOptions options, DbProviderFactory? factory, HubDatabase hub, ILogger<OracleAuditMirror> logger)
{
    internal const string Table = "AUDIT_LOG";

    // In MDH_MARK, beside the masters: how far the copy is.
    private const string MarkName = "*AUDIT_LOG";

    private const int RowsAtOnce = 500;

    // Numbers are given before rows are committed: one may appear below those that were copied already.
    private const int LookBack = 500;

    private const string Create = $"""
        CREATE TABLE "{Table}" (
            "ID" NUMBER(19) NOT NULL,
            "PROCEDURE_NAME" VARCHAR2(400 CHAR),
            "EXECUTION_TIME" TIMESTAMP(6) WITH TIME ZONE NOT NULL,
            "END_TIME" TIMESTAMP(6) WITH TIME ZONE NOT NULL,
            "USER_NAME" VARCHAR2(400 CHAR),
            "RESULT_STATUS" VARCHAR2(100 CHAR),
            "ERROR_MESSAGE" CLOB,
            "PARAMETERS" CLOB,
            "RESULT" CLOB,
            "DURATION" INTERVAL DAY(9) TO SECOND(6),
            "ADDITIONAL_INFO" CLOB
        )
        """;

    private const string CreateIndex = $"""CREATE INDEX "MDHI_{Table}" ON "{Table}" ("ID")""";

    private const string Insert = $"""
        INSERT INTO "{Table}" ("ID", "PROCEDURE_NAME", "EXECUTION_TIME", "END_TIME", "USER_NAME", "RESULT_STATUS", "ERROR_MESSAGE",
                               "PARAMETERS", "RESULT", "DURATION", "ADDITIONAL_INFO")
        VALUES (:p0, :p1, FROM_TZ(:p2, '+00:00'), FROM_TZ(:p3, '+00:00'), :p4, :p5, :p6, :p7, :p8, NUMTODSINTERVAL(:p9, 'SECOND'), :p10)
        """;

    private static readonly DbType[] Types =
    [
        DbType.Int64, DbType.String, DbType.DateTime, DbType.DateTime, DbType.String, DbType.String, DbType.String, DbType.String,
        DbType.String, DbType.Decimal, DbType.String,
    ];

    // ERROR_MESSAGE, PARAMETERS, RESULT, ADDITIONAL_INFO.
    private static readonly int[] Clobs = [6, 7, 8, 10];

    private readonly OracleConnector _connector = new(options, factory);
    private bool _created;

    /// <summary>
    /// Copies what is new. Nothing depends on it: what goes wrong is logged, and the next call copies what this one did
    /// not. One call at a time does the work, whatever the number of workers.
    /// </summary>
    /// <returns>How many rows were copied.</returns>
    public async Task<int> MirrorAsync(CancellationToken ct)
    {
        if (!options.IsConfigured || !options.Enabled || factory is null)
        {
            return 0;
        }

        var copied = 0;
        try
        {
            await using var connection = await _connector.OpenAsync(ct);
            await CreateAsync(connection, ct);
            while (await CopySomeAsync(connection, ct) is var (rows, more))
            {
                copied += rows;
                if (!more)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _created = false;
            logger.LogWarning("Oracle: audit_log was not copied: {Reason}", _connector.Translate(e, ct).Message);
        }

        return copied;
    }

    private async Task CreateAsync(DbConnection connection, CancellationToken ct)
    {
        if (_created)
        {
            return;
        }

        await TryAsync(connection, Create, ct);
        await TryAsync(connection, CreateIndex, ct);
        await new OracleMark(_connector).EnsureAsync(connection, MarkName, ct);
        _created = true;
    }

    private async Task<(int Rows, bool More)> CopySomeAsync(DbConnection connection, CancellationToken ct)
    {
        OracleMark mark = new(_connector);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var last = await mark.LockVersionAsync(connection, transaction, MarkName, ct);
        await using var source = await hub.OpenAsync(ct);
        // A hub that was restored counts on from an earlier number.
        var newest = await source.ExecuteScalarAsync<long>(new CommandDefinition("SELECT coalesce(max(id), 0) FROM audit_log", cancellationToken: ct));
        var from = Math.Max(0, Math.Min(last, newest) - LookBack);
        var known = await ReadKnownAsync(connection, transaction, from, ct);
        AuditRow[] rows = [.. await source.QueryAsync<AuditRow>(new CommandDefinition(
            """
            SELECT id, procedure_name, execution_time, end_time, user_name, result_status, error_message, parameters::text AS parameters,
                   result::text AS result, extract(epoch FROM duration)::numeric AS seconds, additional_info::text AS additional_info
              FROM audit_log WHERE id > @from ORDER BY id LIMIT @limit
            """,
            new { from, limit = LookBack + RowsAtOnce },
            cancellationToken: ct))];
        AuditRow[] missing = [.. rows.Where(r => !known.Contains((r.Id, OracleValue.Bind(r.ExecutionTime))))];
        if (missing.Length > 0)
        {
            await InsertAsync(connection, transaction, missing, ct);
        }

        if (rows.Length > 0 && rows[^1].Id != last)
        {
            await mark.HoldAsync(connection, transaction, MarkName, 0, rows[^1].Id, ct);
        }

        await transaction.CommitAsync(ct);
        return (missing.Length, rows.Length > 0 && rows[^1].Id < newest);
    }

    private async Task<HashSet<(long Id, DateTime Time)>> ReadKnownAsync(
        DbConnection connection, DbTransaction transaction, long from, CancellationToken ct)
    {
        await using var command = _connector.Command(
            connection, $"""SELECT "ID", SYS_EXTRACT_UTC("EXECUTION_TIME") FROM "{Table}" WHERE "ID" > :after""", ("after", from));
        command.Transaction = transaction;
        await using var reader = await command.ExecuteReaderAsync(ct);
        HashSet<(long, DateTime)> known = [];
        while (await reader.ReadAsync(ct))
        {
            known.Add(((long)reader.GetDecimal(0), DateTime.SpecifyKind(reader.GetDateTime(1), DateTimeKind.Unspecified)));
        }

        return known;
    }

    private async Task InsertAsync(DbConnection connection, DbTransaction transaction, AuditRow[] rows, CancellationToken ct)
    {
        var values = Array.ConvertAll(rows, r => r.Values());
        await using var command = _connector.Command(connection, Insert);
        command.Transaction = transaction;
        OracleDriver.BindArrays(command, rows.Length);
        for (var i = 0; i < Types.Length; i++)
        {
            var ordinal = i;
            var parameter = OracleConnector.AddParameter(
                command, OracleTable.ParameterName(i), Types[i], Array.ConvertAll(values, v => v[ordinal] ?? DBNull.Value));
            if (Clobs.Contains(i))
            {
                OracleDriver.BindClob(parameter);
            }
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task TryAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        try
        {
            await _connector.ExecuteAsync(connection, null, sql, ct);
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.NameAlreadyUsed, OracleErrors.AlreadyIndexed))
        {
            // It is there.
        }
    }

    private sealed class AuditRow
    {
        public long Id { get; set; }

        public string ProcedureName { get; set; } = "";

        public DateTimeOffset ExecutionTime { get; set; }

        public DateTimeOffset EndTime { get; set; }

        public string UserName { get; set; } = "";

        public string ResultStatus { get; set; } = "";

        public string? ErrorMessage { get; set; }

        public string? Parameters { get; set; }

        public string? Result { get; set; }

        public decimal Seconds { get; set; }

        public string? AdditionalInfo { get; set; }

        public object?[] Values() =>
        [
            Id, Short(ProcedureName, 400), OracleValue.Bind(ExecutionTime), OracleValue.Bind(EndTime), Short(UserName, 400),
            Short(ResultStatus, 100), ErrorMessage, Parameters, Result, Seconds, AdditionalInfo,
        ];

        private static string Short(string text, int length) => text.Length <= length ? text : text[..length];
    }
}
