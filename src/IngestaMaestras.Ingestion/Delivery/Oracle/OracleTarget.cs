using System.Data.Common;
using System.Runtime.CompilerServices;
using IngestaMaestras.Core.Layouts;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>Keeps one table per master in Oracle equal to the hub's.</summary>
public sealed class OracleTarget : IDeliveryTarget
{
    // Not the service: one database answers under several. A pluggable database has a name of its own.
    private const string WhoAreYou = """
        SELECT SYS_CONTEXT('USERENV', 'DB_NAME'), SYS_CONTEXT('USERENV', 'CON_NAME'), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
          FROM dual
        """;

    private readonly OracleOptions _options;
    private readonly TimeProvider _time;
    private readonly OracleConnector _connector;
    private readonly OracleMark _mark;
    private readonly OracleTables _tables;

    /// <param name="factory">As <see cref="OracleDriver.Find"/> gives it; null when the program has no driver.</param>
    public OracleTarget(OracleOptions options, DbProviderFactory? factory, TimeProvider time, ILogger<OracleTarget> logger)
    {
        _options = options;
        _time = time;
        _connector = new OracleConnector(options, factory);
        _mark = new OracleMark(_connector);
        _tables = new OracleTables(_connector, logger);
    }

    public string Name => "oracle";

    public string Title => "Oracle";

    public string ErrorType => Core.Parsing.ErrorType.Oracle;

    public string? OffReason =>
        !_options.IsConfigured ? OracleMessages.Format("NotConfigured")
        : !_options.Enabled ? OracleMessages.Format("SwitchedOff")
        : null;

    public async Task<TargetIdentity> IdentifyAsync(CancellationToken ct)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Not every version of the driver stops when asked to, or returns before it has connected.
        var asking = Task.Run(() => AskAsync(stop.Token), ct);
        try
        {
            return await asking.WaitAsync(_options.IdentifyTimeout, _time, ct);
        }
        catch (TimeoutException e)
        {
            await stop.CancelAsync();
            // It disposes of its connection when it ends; how it ends is of no interest any more.
            _ = asking.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new DeliveryException(OracleMessages.Format("TooSlow", _options.IdentifyTimeout), mayPass: true, e);
        }
    }

    public async Task<IDeliverySession> OpenAsync(DeliveryAssignment assignment, CancellationToken ct)
    {
        OracleTable table = new(assignment.Layout);
        var connection = await _connector.OpenAsync(ct);
        try
        {
            // The mark first: a worker that has been replaced may not change tables either.
            if (!await _mark.TakeAsync(connection, assignment.Layout.Maestra, assignment.Epoch, assignment.Watermark, ct))
            {
                throw new DeliveryLostException(Title, assignment.Layout.Maestra);
            }

            OracleWriter writer = new(table, await _tables.EnsureAsync(connection, table, ct));
            return new OracleSession(this, _connector, _mark, writer, assignment, connection);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            _mark.Forget();
            throw _connector.Translate(e, ct);
        }
    }

    public async Task<TargetMark?> ReadMarkAsync(Layout layout, CancellationToken ct)
    {
        await using var connection = await _connector.OpenAsync(ct);
        return await TryAsync(() => _mark.FindAsync(connection, layout.Maestra, ct), ct);
    }

    public string Describe(Layout layout, HubChange change) => RecordText.Json(layout, change.Values);

    public async IAsyncEnumerable<TargetEntry> ReadAsync(Layout layout, [EnumeratorCancellation] CancellationToken ct)
    {
        OracleTable table = new(layout);
        await using var connection = await _connector.OpenAsync(ct);
        var existing = await TryAsync(() => _tables.ReadColumnsAsync(connection, table.Name, ct), ct);
        if (!existing.ContainsKey(OracleTable.Version))
        {
            yield break;
        }

        // A column that the table does not have yet is null in all its rows.
        string[] columns = [.. table.Columns.Select(c => c.Name).Where(n => n is not (OracleTable.ChangedAt or OracleTable.Version) && existing.ContainsKey(n))];
        await using var command = _connector.Command(connection, table.SelectSql(columns));
        await using var reader = await TryAsync(() => command.ExecuteReaderAsync(ct), ct);
        var ordinals = layout.Columns.Select(c => Array.IndexOf(columns, OracleTable.NameOf(c.Name))).ToArray();
        var recordKey = Array.IndexOf(columns, OracleTable.RecordKey);
        while (await TryAsync(() => reader.ReadAsync(ct), ct))
        {
            yield return ReadEntry(layout, reader, ordinals, recordKey, columns.Length);
        }
    }

    private TargetEntry ReadEntry(Layout layout, DbDataReader reader, int[] ordinals, int recordKey, int version)
    {
        try
        {
            var values = new object?[ordinals.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ordinals[i] < 0 ? null : OracleValue.Read(reader, ordinals[i], layout.Columns[i].Type);
            }

            var key = recordKey >= 0 && !reader.IsDBNull(recordKey) ? reader.GetString(recordKey) : RecordText.Key(layout, values);
            return new TargetEntry(key, (long)reader.GetDecimal(version), RecordText.Json(layout, values));
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or DbException)
        {
            throw _connector.Translate(e, CancellationToken.None);
        }
    }

    private async Task<TargetIdentity> AskAsync(CancellationToken ct)
    {
        await using var connection = await _connector.OpenAsync(ct);
        return await TryAsync(
            async () =>
            {
                var installation = await _mark.ReadInstallationAsync(connection, ct);
                await using var command = _connector.Command(connection, WhoAreYou);
                await using var reader = await command.ExecuteReaderAsync(ct);
                await reader.ReadAsync(ct);
                string[] names = [.. Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i)).Select(reader.GetString).Distinct()];
                return new TargetIdentity(
                    $"{string.Join('/', names)}#{installation}", _connector.Address, $"Oracle {connection.ServerVersion}, {string.Join('/', names)}");
            },
            ct);
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            throw _connector.Translate(e, ct);
        }
    }
}
