using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>
/// Writes rejected lines and warnings to their staging table, over a connection of its own, since a connection that
/// copies can do nothing else.
/// </summary>
internal sealed class FindingWriter : IAsyncDisposable
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Layout _layout;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly NpgsqlRawCopyStream _copy;
    private readonly CopyRowWriter _writer;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Dictionary<string, long> _byType = [];

    private FindingWriter(Layout layout, NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlRawCopyStream copy)
    {
        _layout = layout;
        _connection = connection;
        _transaction = transaction;
        _copy = copy;
        _writer = new CopyRowWriter(copy);
    }

    public long Rows { get; private set; }

    public long UnreadableKeys { get; private set; }

    public long Warnings { get; private set; }

    public IReadOnlyDictionary<string, long> ByType => _byType;

    public static async Task<FindingWriter> CreateAsync(HubDatabase hub, Layout layout, StagingTables tables, CancellationToken ct)
    {
        var connection = await hub.OpenAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await tables.CreateFindingsAsync(connection, layout, ct);
            var keys = layout.WholeRecordKey ? "" : ", " + string.Join(", ", HubColumn.KeyNames(layout));
            var copy = await connection.BeginRawBinaryCopyAsync(
                $"COPY {tables.Findings} (_line_number, _rejected, _key_readable, _raw, _errors{keys}) FROM STDIN (FORMAT binary)", ct);
            return new FindingWriter(layout, connection, transaction, copy);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds the line that the reader stands on.</summary>
    public ValueTask AddAsync(RecordReader reader, CancellationToken ct)
    {
        Rows++;
        Warnings += reader.Warnings.Count;
        var rejected = !reader.IsAccepted;
        if (rejected && !reader.IsKeyReadable)
        {
            UnreadableKeys++;
        }

        _writer.BeginRow(5 + _layout.KeyColumns.Count);
        _writer.WriteInt64(reader.LineNumber);
        _writer.WriteBoolean(rejected);
        _writer.WriteBoolean(reader.IsKeyReadable);
        _writer.WriteBytes(reader.RawLine);
        WriteErrors(reader);
        if (reader.IsKeyReadable && !_layout.WholeRecordKey)
        {
            FileStager.WriteKey(_writer, _layout, reader);
        }
        else
        {
            for (var i = 0; i < _layout.KeyColumns.Count; i++)
            {
                _writer.WriteNull();
            }
        }

        return _writer.FlushIfFullAsync(ct);
    }

    /// <summary>Ends the COPY and commits.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await _writer.CompleteAsync(ct);
        await _transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await _copy.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void WriteErrors(RecordReader reader)
    {
        _json.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_json, JsonOptions))
        {
            json.WriteStartArray();
            WriteErrors(json, reader.IsAccepted ? [] : reader.Errors, FindingSeverity.Error);
            WriteErrors(json, reader.Warnings, FindingSeverity.Warning);
            json.WriteEndArray();
        }

        _writer.WriteJsonb(_json.WrittenSpan);
    }

    private void WriteErrors(Utf8JsonWriter json, IReadOnlyList<RecordError> errors, string severity)
    {
        foreach (var error in errors)
        {
            _byType[error.Type] = _byType.GetValueOrDefault(error.Type) + 1;
            json.WriteStartObject();
            json.WriteString("type", error.Type);
            json.WriteString("field", error.Field);
            json.WriteString("rule", error.Rule);
            json.WriteString("value", error.Value);
            json.WriteString("message", error.Message);
            json.WriteString("severity", severity);
            json.WriteEndObject();
        }
    }
}
