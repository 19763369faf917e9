using System.Data.Common;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>One master's way to Oracle: one connection, one transaction for each chunk.</summary>
internal sealed class OracleSession(
    OracleTarget target, OracleConnector connector, OracleMark mark, OracleWriter writer, DeliveryAssignment assignment, DbConnection connection)
    : IDeliverySession
{
    private DbConnection? _connection = connection;

    public async Task<IReadOnlyList<RowFault>> SendAsync(
        DeliveryChunk chunk, Func<CancellationToken, Task> ensureOwner, CancellationToken ct)
    {
        if (chunk.Changes.Count == 0)
        {
            return [];
        }

        try
        {
            _connection ??= await connector.OpenAsync(ct);
            await using var transaction = await _connection.BeginTransactionAsync(ct);
            // First of all: from here on, whoever takes over waits until this transaction has ended.
            if (!await mark.HoldAsync(_connection, transaction, assignment.Layout.Maestra, assignment.Epoch, chunk.UpTo, ct))
            {
                throw new DeliveryLostException(target.Title, assignment.Layout.Maestra);
            }

            OracleBatch batch = new(connector, _connection, transaction);
            await writer.WriteAsync(batch, chunk.Changes, ct);
            await ensureOwner(ct);
            await transaction.CommitAsync(ct);
            return batch.Faults;
        }
        catch (Exception e)
        {
            // What was not committed goes with the connection, whatever state it is in.
            await DisposeAsync();
            if (e is DbException db && OracleErrors.Is(db, OracleErrors.TableDoesNotExist))
            {
                mark.Forget();
            }

            throw connector.Translate(e, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } open)
        {
            _connection = null;
            await open.DisposeAsync();
        }
    }
}
