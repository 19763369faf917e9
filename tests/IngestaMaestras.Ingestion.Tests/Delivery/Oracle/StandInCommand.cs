using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>
/// Executes an Oracle statement on PostgreSQL. Without <see cref="BindByName"/> parameters go by position, with
/// <see cref="ArrayBindCount"/> the statement runs for each row of the parameters' arrays.
/// </summary>
internal sealed class StandInCommand(StandInConnection connection) : DbCommand
{
    private readonly StandInParameters _parameters = [];

    public bool BindByName { get; set; }

    public int ArrayBindCount { get; set; }

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery() => ExecuteNonQueryAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override object? ExecuteScalar() => ExecuteScalarAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        return await TranslateAsync(
            async () =>
            {
                await using var command = Create();
                return ArrayBindCount == 0
                    ? await command.ExecuteNonQueryAsync(cancellationToken)
                    : await ExecuteArrayAsync(command, cancellationToken);
            });
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        return await TranslateAsync(
            async () =>
            {
                await using var command = Create();
                return await command.ExecuteScalarAsync(cancellationToken);
            });
    }

    protected override DbParameter CreateDbParameter() => new StandInParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        ExecuteDbDataReaderAsync(behavior, CancellationToken.None).GetAwaiter().GetResult();

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await TranslateAsync(
            async () =>
            {
                var command = Create();
                return (DbDataReader)await command.ExecuteReaderAsync(behavior, cancellationToken);
            });

    private NpgsqlCommand Create()
    {
        if (!BindByName && _parameters.Count > 0)
            throw new InvalidOperationException("Parameters would go by position: BindByName is not set.");
        connection.Factory.Record(CommandText, connection);
        NpgsqlCommand command = new(StandInDialect.Translate(CommandText), connection.Inner) { CommandTimeout = CommandTimeout };
        foreach (StandInParameter parameter in _parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { ParameterName = parameter.ParameterName, DbType = TypeOf(parameter) });
            if (ArrayBindCount == 0)
                command.Parameters[^1].Value = Stored(parameter.Value);
            else if ((parameter.Value as Array)?.Length != ArrayBindCount)
                throw new InvalidOperationException($"{parameter.ParameterName} is not an array of {ArrayBindCount} values.");
        }

        return command;
    }

    /// <summary>Every row is tried, whatever becomes of the others; then those that failed are told, as Oracle does.</summary>
    private async Task<int> ExecuteArrayAsync(NpgsqlCommand command, CancellationToken ct)
    {
        if (!connection.Factory.NamesRows)
            return await ExecuteAtOnceAsync(command, ct);
        List<StandInError> errors = [];
        var affected = 0;
        for (var row = 0; row < ArrayBindCount; row++)
        {
            for (var i = 0; i < _parameters.Count; i++)
                command.Parameters[i].Value = Stored(((Array)_parameters[i].Value!).GetValue(row));
            await connection.SavepointAsync("one_row", ct);
            try
            {
                affected += await command.ExecuteNonQueryAsync(ct);
            }
            catch (PostgresException e) when (StandInException.NumberOf(e, CommandText) is var number && !StandInException.EndsSession(e))
            {
                await connection.BackToSavepointAsync("one_row", ct);
                errors.Add(new StandInError(ArrayBindCount == 1 ? -1 : row, number, StandInException.MessageOf(number, e)));
            }
        }

        return errors.Count == 0 ? affected : throw new StandInException(errors);
    }

    /// <summary>All rows in one round trip, as Oracle's driver sends them; the first that fails ends it and is not named.</summary>
    private async Task<int> ExecuteAtOnceAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using NpgsqlBatch batch = new(connection.Inner) { Timeout = CommandTimeout };
        for (var row = 0; row < ArrayBindCount; row++)
        {
            NpgsqlBatchCommand one = new(command.CommandText);
            foreach (StandInParameter parameter in _parameters)
            {
                one.Parameters.Add(new NpgsqlParameter
                {
                    ParameterName = parameter.ParameterName, DbType = TypeOf(parameter), Value = Stored(((Array)parameter.Value!).GetValue(row)),
                });
            }

            batch.BatchCommands.Add(one);
        }

        return await batch.ExecuteNonQueryAsync(ct);
    }

    // To Oracle's driver a DateTime is a TIMESTAMP, to Npgsql it has a zone.
    private static DbType TypeOf(StandInParameter parameter) =>
        parameter.DbType == DbType.DateTime ? DbType.DateTime2 : parameter.DbType;

    // Oracle knows no empty text.
    private static object Stored(object? value) => value is null or "" ? DBNull.Value : value;

    private Task<T> TranslateAsync<T>(Func<Task<T>> work) => StandInException.TranslateAsync(work, CommandText);
}
