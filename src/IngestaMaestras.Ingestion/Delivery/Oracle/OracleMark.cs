using System.Data.Common;
using System.Globalization;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>
/// Our own rows in Oracle: for each master who may write (the epoch) and how far it is (the version), compared and set
/// within the transaction of every batch; and one random name by which this database is known.
/// </summary>
internal sealed class OracleMark(OracleConnector connector)
{
    public const string Table = "MDH_MARK";
    public const string InstallationTable = "MDH_INSTALLATION";

    private const string CreateMark = $"""
        CREATE TABLE "{Table}" (
            "MAESTRA" VARCHAR2(128 CHAR) PRIMARY KEY,
            "EPOCH" NUMBER(19) NOT NULL,
            "VERSION" NUMBER(19) NOT NULL,
            "CHANGED_AT" TIMESTAMP(6) WITH TIME ZONE NOT NULL
        )
        """;

    private const string CreateInstallation = $"""
        CREATE TABLE "{InstallationTable}" (
            "ONLY_ROW" NUMBER(1) PRIMARY KEY,
            "ID" VARCHAR2(32 CHAR) NOT NULL
        )
        """;

    private volatile bool _created;

    /// <summary>
    /// The name of this database: a schema that was dropped and made again has the same names as before and nothing in it.
    /// </summary>
    public async Task<string> ReadInstallationAsync(DbConnection connection, CancellationToken ct)
    {
        try
        {
            if (await ReadAsync(connection, ct) is { } known)
            {
                return known;
            }
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.TableDoesNotExist))
        {
            await CreateAsync(connection, CreateInstallation, ct);
        }

        try
        {
            await connector.ExecuteAsync(
                connection, null, $"""INSERT INTO "{InstallationTable}" ("ONLY_ROW", "ID") VALUES (1, :id)""", ct,
                ("id", Guid.NewGuid().ToString("N")));
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.UniqueViolated))
        {
            // Another worker was first: its name counts.
        }

        return (await ReadAsync(connection, ct))!;
    }

    /// <summary>Takes a master over: whoever holds an older epoch can commit no more.</summary>
    /// <returns>False when a newer epoch has it.</returns>
    public async Task<bool> TakeAsync(DbConnection connection, string name, long epoch, long version, CancellationToken ct)
    {
        await EnsureTableAsync(connection, ct);
        if (await SetAsync(connection, null, name, epoch, version, "<=", ct))
        {
            return true;
        }

        // Not there, or there with a newer epoch, or written by somebody else just now.
        return await TryInsertAsync(connection, name, epoch, version, ct)
            || await SetAsync(connection, null, name, epoch, version, "<=", ct);
    }

    /// <summary>Sees to it that a name has a row, and leaves one that is there as it is.</summary>
    public async Task EnsureAsync(DbConnection connection, string name, CancellationToken ct)
    {
        await EnsureTableAsync(connection, ct);
        await TryInsertAsync(connection, name, 0, 0, ct);
    }

    /// <summary>Holds the master's row until the transaction ends, and says how far it is with it.</summary>
    /// <returns>False when somebody else has taken it over.</returns>
    public Task<bool> HoldAsync(
        DbConnection connection, DbTransaction transaction, string name, long epoch, long version, CancellationToken ct) =>
        SetAsync(connection, transaction, name, epoch, version, "=", ct);

    /// <summary>How far a name is, its row being held until the transaction ends.</summary>
    public async Task<long> LockVersionAsync(DbConnection connection, DbTransaction transaction, string name, CancellationToken ct)
    {
        await connector.ExecuteAsync(
            connection, transaction, $"""UPDATE "{Table}" SET "CHANGED_AT" = CURRENT_TIMESTAMP WHERE "MAESTRA" = :name""", ct, ("name", name));
        await using var command = connector.Command(connection, $"""SELECT "VERSION" FROM "{Table}" WHERE "MAESTRA" = :name""", ("name", name));
        command.Transaction = transaction;
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>Who wrote a master last, and how far; null when nobody has.</summary>
    public async Task<TargetMark?> FindAsync(DbConnection connection, string name, CancellationToken ct)
    {
        try
        {
            await using var command = connector.Command(connection, $"""SELECT "VERSION", "EPOCH" FROM "{Table}" WHERE "MAESTRA" = :name""", ("name", name));
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct)
                ? new TargetMark(
                    Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture))
                : null;
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.TableDoesNotExist))
        {
            return null;
        }
    }

    /// <summary>Forgets that the table is there: somebody may have dropped it.</summary>
    public void Forget() => _created = false;

    private async Task<bool> SetAsync(
        DbConnection connection, DbTransaction? transaction, string name, long epoch, long version, string comparison, CancellationToken ct) =>
        await connector.ExecuteAsync(
            connection, transaction,
            $"""
            UPDATE "{Table}" SET "EPOCH" = :epoch, "VERSION" = :version, "CHANGED_AT" = CURRENT_TIMESTAMP
             WHERE "MAESTRA" = :name AND "EPOCH" {comparison} :epoch
            """,
            ct, ("epoch", epoch), ("version", version), ("name", name)) > 0;

    private async Task<bool> TryInsertAsync(DbConnection connection, string name, long epoch, long version, CancellationToken ct)
    {
        try
        {
            await connector.ExecuteAsync(
                connection, null,
                $"""
                INSERT INTO "{Table}" ("MAESTRA", "EPOCH", "VERSION", "CHANGED_AT")
                VALUES (:name, :epoch, :version, CURRENT_TIMESTAMP)
                """,
                ct, ("name", name), ("epoch", epoch), ("version", version));
            return true;
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.UniqueViolated))
        {
            return false;
        }
    }

    private async Task EnsureTableAsync(DbConnection connection, CancellationToken ct)
    {
        if (!_created)
        {
            await CreateAsync(connection, CreateMark, ct);
            _created = true;
        }
    }

    private async Task<string?> ReadAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connector.Command(connection, $"""SELECT "ID" FROM "{InstallationTable}" """);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private async Task CreateAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        try
        {
            await connector.ExecuteAsync(connection, null, sql, ct);
        }
        catch (DbException e) when (OracleErrors.Is(e, OracleErrors.NameAlreadyUsed))
        {
            // It is there.
        }
    }
}
