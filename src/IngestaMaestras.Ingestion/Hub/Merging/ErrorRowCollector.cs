using System.Buffers;
using System.Text;
using System.Text.Json;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub.Staging;
using Npgsql;
using NpgsqlTypes;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>
/// The rows of <c>error_log</c> for one file, in line order, up to the limit per file; what exceeds it is counted by
/// type in <c>run_file.findings_by_type</c> and kept in the rejects file.
/// </summary>
internal sealed class ErrorRowCollector(MergeRequest request, int limit)
{
    /// <summary>Longest quotation of a line, in bytes of the file.</summary>
    private const int MaxRawBytes = 4096;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Encoding _encoding = request.Layout.GetEncoding();
    private List<Row> _rows = [];

    public async Task CollectAsync(NpgsqlConnection connection, int[] errorRules, CancellationToken ct)
    {
        await CollectStagedAsync(connection, ct);
        await CollectSetFindingsAsync(connection, errorRules, ct);
        // A stable order: the errors of one line stay as its reader found them.
        _rows = [.. _rows.OrderBy(r => r.Line).Take(limit)];
        await QuoteAsync(ct);
    }

    /// <summary>What was collected, as a dry run tells it.</summary>
    public IEnumerable<DryRunRow> Describe() => _rows.Where(r => r.Finding.Severity == FindingSeverity.Error).Select(r => new DryRunRow
    {
        Kind = DryRunRow.Reject,
        LineNumber = r.Line,
        ErrorType = r.Finding.Type,
        Field = r.Finding.Field,
        Rule = r.Finding.Rule,
        Value = r.Finding.Value,
        Message = r.Finding.Message,
    });

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            """
            COPY error_log (fecha_proceso, error_type, severity, maestra, file_name, line_number, field, rule, value, raw_line,
                            message, run_id, file_id) FROM STDIN (FORMAT binary)
            """,
            ct);
        foreach (var row in _rows)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(request.BusinessDate, NpgsqlDbType.Date, ct);
            await import.WriteAsync(row.Finding.Type, NpgsqlDbType.Text, ct);
            await import.WriteAsync(row.Finding.Severity, NpgsqlDbType.Text, ct);
            await import.WriteAsync(request.Layout.Maestra, NpgsqlDbType.Text, ct);
            await import.WriteAsync(request.FileName, NpgsqlDbType.Text, ct);
            await import.WriteAsync(row.Line, NpgsqlDbType.Bigint, ct);
            await WriteTextAsync(import, row.Finding.Field, ct);
            await WriteTextAsync(import, row.Finding.Rule, ct);
            await WriteTextAsync(import, row.Finding.Value, ct);
            await WriteTextAsync(import, row.Raw, ct);
            await import.WriteAsync(row.Finding.Message, NpgsqlDbType.Text, ct);
            await import.WriteAsync(request.Claim.RunId, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(request.Claim.FileId, NpgsqlDbType.Bigint, ct);
        }

        await import.CompleteAsync(ct);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter import, string? value, CancellationToken ct) =>
        value is null ? import.WriteNullAsync(ct) : import.WriteAsync(value, NpgsqlDbType.Text, ct);

    private async Task CollectStagedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var staged = connection.QueryUnbufferedAsync<(long Line, byte[] Raw, string Errors)>(
            $"""
            SELECT _line_number, substring(_raw FROM 1 FOR {MaxRawBytes}), _errors::text
              FROM {request.Tables.Findings} ORDER BY _line_number LIMIT @limit
            """,
            new { limit },
            commandTimeout: 0);
        await foreach (var (line, raw, errors) in staged.WithCancellation(ct))
        {
            var text = Decode(raw);
            foreach (var finding in JsonSerializer.Deserialize<Finding[]>(errors, Json)!)
            {
                _rows.Add(new Row(line, finding) { Raw = text });
            }

            if (_rows.Count >= limit)
            {
                break;
            }
        }
    }

    private async Task CollectSetFindingsAsync(NpgsqlConnection connection, int[] errorRules, CancellationToken ct)
    {
        var duplicates = await connection.QueryAsync<(long Line, string Key)>(new CommandDefinition(
            "SELECT _line_number, key_text FROM duplicate ORDER BY _line_number LIMIT @limit",
            new { limit }, commandTimeout: 0, cancellationToken: ct));
        var key = request.Layout.KeyFields;
        _rows.AddRange(duplicates.Select(d => new Row(d.Line, new Finding(
            ErrorType.DuplicateKey, key, "clave única", d.Key,
            request.IsRejectsFile ? HubMessages.DuplicateOfOrigin(key, d.Key) : HubMessages.DuplicateKey(key, d.Key),
            FindingSeverity.Error))));

        var references = request.Layout.References.ToList();
        var missing = await connection.QueryAsync<(long Line, string Field, string Value, int Rule)>(new CommandDefinition(
            "SELECT _line_number, field, value, rule_index FROM rejected_reference ORDER BY _line_number LIMIT @limit",
            new { limit }, commandTimeout: 0, cancellationToken: ct));
        _rows.AddRange(missing.Select(m => new Row(m.Line, new Finding(
            ErrorType.MissingReference, m.Field, references[m.Rule].Text, m.Value,
            HubMessages.MissingReference(m.Field, m.Value, references[m.Rule].ParentTable, references[m.Rule].ParentColumn),
            errorRules.Contains(m.Rule) ? FindingSeverity.Error : FindingSeverity.Warning))));
    }

    /// <summary>Findings of the merge have no line yet: it is read from the file.</summary>
    private async Task QuoteAsync(CancellationToken ct)
    {
        var byLine = _rows.Where(r => r.Raw is null).ToLookup(r => r.Line);
        await RawLines.ReadAsync(
            request.Path,
            byLine.Select(g => g.Key),
            MaxRawBytes,
            (number, raw) =>
            {
                var text = Decode(raw.Span);
                foreach (var row in byLine[number])
                {
                    row.Raw = text;
                }

                return ValueTask.CompletedTask;
            },
            ct);
    }

    /// <summary>The line as text; bytes that its encoding does not know show as Latin-1. PostgreSQL holds no NUL: U+2400 stands for it.</summary>
    private string Decode(ReadOnlySpan<byte> raw)
    {
        string text;
        try
        {
            text = _encoding.GetString(raw.Length == MaxRawBytes ? WithoutCutCharacter(raw) : raw);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(raw);
        }

        return text.Replace('\0', '\u2400');
    }

    /// <summary>A quotation that ends inside a UTF-8 character, without that character's first bytes.</summary>
    private ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> raw)
    {
        var start = raw.LastIndexOfAnyExceptInRange((byte)0x80, (byte)0xBF);
        return request.Layout.Encoding != SourceEncoding.Utf8 || start < 0
            || Rune.DecodeFromUtf8(raw[start..], out _, out _) != OperationStatus.NeedMoreData
                ? raw
                : raw[..start];
    }

    private sealed record Finding(string Type, string? Field, string? Rule, string? Value, string Message, string Severity);

    private sealed class Row(long line, Finding finding)
    {
        public long Line { get; } = line;

        public Finding Finding { get; } = finding;

        public string? Raw { get; set; }
    }
}
