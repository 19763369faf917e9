using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IngestaMaestras.Ingestion.Samples.Writing;

/// <summary>Writes the manifest file by file, never holding more than a piece of it.</summary>
internal sealed class ManifestWriter : IAsyncDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly FileStream _stream;
    private readonly Utf8JsonWriter _json;

    public ManifestWriter(string path)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        _json = new Utf8JsonWriter(
            _stream,
            new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Begin(SampleOptions options)
    {
        _json.WriteStartObject();
        _json.WriteNumber("seed", options.Seed);
        _json.WriteString("date", DateOf(options.Date));
        if (options.Rows is { } rows)
            _json.WriteNumber("rows", rows);
        _json.WriteNumber("faults", options.Faults);
        _json.WriteNumber("changes", options.Changes);
        _json.WriteBoolean("quirks", options.Quirks);
        _json.WriteStartArray("files");
    }

    public async Task WriteAsync(SampleFileTotals file, FindingSpool findings, CancellationToken ct)
    {
        _json.WriteStartObject();
        WriteTotals(file);
        await WriteListAsync("rejects", findings.Rejects(), WriteReject, ct);
        await WriteListAsync("warnings", findings.Warnings(), WriteWarning, ct);
        await WriteListAsync("changes", findings.Changes(), WriteChange, ct);
        _json.WriteEndObject();
    }

    public async Task EndAsync(CancellationToken ct)
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync(ct);
        _stream.WriteByte((byte)'\n');
        await _stream.FlushAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private static string DateOf(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task WriteListAsync<T>(string name, IEnumerable<T> items, Action<T> write, CancellationToken ct)
    {
        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            _json.WriteStartObject();
            write(item);
            _json.WriteEndObject();
            if (_json.BytesPending >= FlushBytes)
                await _json.FlushAsync(ct);
        }

        _json.WriteEndArray();
    }

    private void WriteTotals(SampleFileTotals file)
    {
        _json.WriteString("file", file.File);
        WriteOptional("maestra", file.Maestra);
        _json.WriteString("date", DateOf(file.Date));
        WriteOptional("variant", file.Variant);
        WriteOptional("file_error", file.FileError);
        _json.WriteNumber("bytes", file.Bytes);
        _json.WriteString("sha256", file.Sha256);
        _json.WriteNumber("read", file.Read);
        _json.WriteNumber("accepted", file.Accepted);
        _json.WriteNumber("rejected", file.Rejected);
        _json.WriteNumber("rejected_by_quirk", file.RejectedByQuirk);
        _json.WriteNumber("warned", file.Warned);
        _json.WriteNumber("wanted", file.Wanted);
        if (file.Exhausted)
            _json.WriteBoolean("exhausted", true);
        if (file.ChangesMissing > 0)
            _json.WriteNumber("changes_missing", file.ChangesMissing);
        WriteOptional("changes_from", file.ChangesFrom);
    }

    private void WriteReject(SampleReject reject)
    {
        _json.WriteNumber("line", reject.Line);
        _json.WriteStartArray("error_types");
        foreach (string errorType in reject.ErrorTypes)
            _json.WriteStringValue(errorType);
        _json.WriteEndArray();
        _json.WriteStartArray("fields");
        foreach (string? field in reject.Fields)
            _json.WriteStringValue(field);
        _json.WriteEndArray();
        _json.WriteString("kind", reject.Kind);
        WriteOptional("key", reject.Key);
    }

    private void WriteWarning(SampleWarning warning)
    {
        _json.WriteNumber("line", warning.Line);
        _json.WriteString("error_type", warning.ErrorType);
        WriteOptional("field", warning.Field);
    }

    private void WriteChange(SampleChange change)
    {
        _json.WriteString("op", change.Op);
        _json.WriteString("key", change.Key);
        if (change.Line is { } line)
            _json.WriteNumber("line", line);
    }

    private void WriteOptional(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
    }
}
