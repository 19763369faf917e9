using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

internal sealed class StandInConnection(StandInFactory factory) : DbConnection
{
    private readonly NpgsqlConnection _inner = new();
    private string _connectionString = "";

    public StandInFactory Factory => factory;

    public NpgsqlConnection Inner => _inner;

    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            _connectionString = value ?? "";
            _inner.ConnectionString = new StandInConnectionStringBuilder { ConnectionString = _connectionString }.ToPostgres();
        }
    }

    public override string Database => _inner.Database;

    public override string DataSource => _inner.DataSource;

    public override string ServerVersion => _inner.ServerVersion;

    public override ConnectionState State => _inner.State;

    public override void Open() => OpenAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override Task OpenAsync(CancellationToken cancellationToken) => StandInException.TranslateAsync(
        async () =>
        {
            await _inner.OpenAsync(cancellationToken);
            return true;
        },
        "");

    public Task SavepointAsync(string name, CancellationToken ct) => ExecuteAsync($"SAVEPOINT {name}", ct);

    public Task BackToSavepointAsync(string name, CancellationToken ct) => ExecuteAsync($"ROLLBACK TO SAVEPOINT {name}", ct);

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Close() => _inner.Close();

    public override Task CloseAsync() => _inner.CloseAsync();

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        BeginDbTransactionAsync(isolationLevel, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        new StandInTransaction(
            this, await StandInException.TranslateAsync(() => _inner.BeginTransactionAsync(cancellationToken).AsTask(), "BEGIN"));

    protected override DbCommand CreateDbCommand() => new StandInCommand(this);

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using NpgsqlCommand command = new(sql, _inner);
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
