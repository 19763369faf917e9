using System.Data;
using System.Data.Common;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

internal sealed class StandInTransaction(StandInConnection connection, NpgsqlTransaction inner) : DbTransaction
{
    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => CommitAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override Task CommitAsync(CancellationToken cancellationToken = default) => StandInException.TranslateAsync(
        async () =>
        {
            connection.Factory.Record("COMMIT", connection);
            await inner.CommitAsync(cancellationToken);
            connection.Factory.AfterCommit?.Invoke();
            return true;
        },
        "COMMIT");

    public override void Rollback() => inner.Rollback();

    public override Task RollbackAsync(CancellationToken cancellationToken = default) => inner.RollbackAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
