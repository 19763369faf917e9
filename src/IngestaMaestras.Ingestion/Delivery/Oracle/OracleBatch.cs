using System.Data.Common;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>
/// Executes a statement for many rows at once, within the caller's transaction. Rows that are refused for their contents
/// are found and left out.
/// </summary>
internal sealed class OracleBatch(OracleConnector connector, DbConnection connection, DbTransaction transaction)
{
    private const string Savepoint = "SAVEPOINT MDH_BATCH";
    private const string BackToSavepoint = "ROLLBACK TO SAVEPOINT MDH_BATCH";

    private readonly List<RowFault> _faults = [];

    public IReadOnlyList<RowFault> Faults => _faults;

    public async Task ExecuteAsync(OracleStatement statement, IEnumerable<OracleRow> rows, CancellationToken ct)
    {
        foreach (var batch in rows.Chunk(connector.Options.BatchSize))
        {
            await ExecuteAsync(statement, batch, ct);
        }
    }

    private async Task ExecuteAsync(OracleStatement statement, OracleRow[] rows, CancellationToken ct)
    {
        // Rows that went through before the faulty one, or after it, are undone with it: what is executed again is whole.
        await connector.ExecuteAsync(connection, transaction, Savepoint, ct);
        try
        {
            await BindAndExecuteAsync(statement, rows, ct);
            return;
        }
        catch (DbException e) when (!ct.IsCancellationRequested && OracleErrors.IsRowAtFault(e))
        {
            await connector.ExecuteAsync(connection, transaction, BackToSavepoint, ct);
            if (rows.Length == 1)
            {
                Refuse(rows[0], e.Message);
                return;
            }

            rows = WithoutNamedFaults(rows, e);
        }

        if (rows.Length == 0)
        {
            return;
        }

        // The rest, in halves: quick to the row when the driver did not name it, and hardly slower when it did.
        var middle = (rows.Length + 1) / 2;
        await ExecuteAsync(statement, rows[..middle], ct);
        if (middle < rows.Length)
        {
            await ExecuteAsync(statement, rows[middle..], ct);
        }
    }

    private async Task BindAndExecuteAsync(OracleStatement statement, OracleRow[] rows, CancellationToken ct)
    {
        await using var command = connector.Command(connection, statement.Sql);
        command.Transaction = transaction;
        OracleDriver.BindArrays(command, rows.Length);
        for (var i = 0; i < statement.Types.Count; i++)
        {
            var ordinal = i;
            OracleConnector.AddParameter(
                command, OracleTable.ParameterName(i), statement.Types[i], Array.ConvertAll(rows, r => r.Values[ordinal]));
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rows that the driver did not name; the others are refused.</summary>
    private OracleRow[] WithoutNamedFaults(OracleRow[] rows, DbException e)
    {
        HashSet<int> named = [];
        foreach (var error in OracleDriver.Errors(e))
        {
            if (error.Index >= 0 && error.Index < rows.Length && named.Add(error.Index))
            {
                Refuse(rows[error.Index], error.Message);
            }
        }

        return [.. rows.Where((_, i) => !named.Contains(i))];
    }

    private void Refuse(OracleRow row, string reason) =>
        _faults.Add(new RowFault(row.Change.Key, row.Change.Version, reason.Trim()));
}
