using System.Data;
using System.Data.Common;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Connections and commands, and the driver's exceptions as ours.</summary>
internal sealed class OracleConnector(OracleOptions options, DbProviderFactory? factory)
{
    public OracleOptions Options => options;

    /// <summary>Where it connects to, for people.</summary>
    public string Address => OracleConnectionText.DataSource(options.ConnectionString ?? "") ?? "";

    /// <exception cref="DeliveryException">No driver, wrong settings, or no answer.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        if (!options.IsConfigured)
        {
            throw new DeliveryException(OracleMessages.Format("NotConfigured"), mayPass: false);
        }

        if (factory is null)
        {
            throw new DeliveryException(OracleMessages.Format("DriverMissing"), mayPass: false);
        }

        if (options.CheckConnectionString(factory) is (var shown, { } fault))
        {
            throw new DeliveryException(
                OracleMessages.Format("BadConnectionString", shown, fault, OracleMessages.Format("ExpectedConnectionString")), mayPass: false);
        }

        var connection = factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = options.ConnectionString;
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            throw Translate(e, ct);
        }
    }

    /// <param name="values">Names, without the colon, and values; each value's type decides the parameter's.</param>
    public DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        OracleDriver.BindByName(command);
        command.CommandText = sql;
        command.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        foreach (var (name, value) in values)
        {
            AddParameter(command, name, OracleValue.DbTypeOf(value), value ?? DBNull.Value);
        }

        return command;
    }

    public async Task<int> ExecuteAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct, params (string Name, object? Value)[] values)
    {
        await using var command = Command(connection, sql, values);
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static DbParameter AddParameter(DbCommand command, string name, DbType type, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>
    /// What to throw instead: a cancellation that was asked for, ours as it is, everything else as a
    /// <see cref="DeliveryException"/>.
    /// </summary>
    public Exception Translate(Exception e, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            // The driver reports a cancelled statement as an error of its own.
            return e as OperationCanceledException ?? new OperationCanceledException(e.Message, e, ct);
        }

        if (e is DeliveryException or DeliveryLostException)
        {
            return e;
        }

        var message = OracleConnectionText.WithoutSecrets(e.Message, options.ConnectionString ?? "").TrimEnd();
        var mayPass = OracleErrors.IsTransient(e);
        var name = mayPass ? "NoAnswer"
            : e is DbException db && OracleErrors.Is(db, OracleErrors.InsufficientPrivileges) ? "NoPrivilege"
            : "Refused";
        return new DeliveryException(OracleMessages.Format(name, message), mayPass, e);
    }
}
