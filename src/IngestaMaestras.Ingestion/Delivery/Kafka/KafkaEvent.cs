using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// The changes of one master as Kafka messages: headers by the Kafka protocol binding of CloudEvents 1.0.2 (binary mode),
/// key and value as <c>docs/events.md</c> tells consumers. One instance serves one thread at a time: what all messages
/// share is made once, and the buffer is used again.
/// </summary>
public sealed class KafkaEvent
{
    private const string Json = "application/json";
    private const string Toon = "text/toon; charset=utf-8";

    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();

    private readonly Layout _layout;
    private readonly EventFormat _format;
    private readonly byte[] _source;
    private readonly byte[] _contentType;
    private readonly byte[] _maestra;
    private readonly byte[] _epoch;
    private readonly Operation _upsert;
    private readonly Operation _delete;
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private (long? RunId, DateOnly? Date, byte[]? RunText, byte[]? DateText) _run;

    /// <param name="epoch">Of the delivery; see <see cref="TargetMark"/>.</param>
    public KafkaEvent(Layout layout, string topic, KafkaOptions options, long epoch)
    {
        _layout = layout;
        _format = layout.EventFormat ?? options.Format;
        _source = Encoding.UTF8.GetBytes(options.EventSource);
        _contentType = Encoding.UTF8.GetBytes(_format == EventFormat.Toon ? Toon : Json);
        _maestra = Encoding.UTF8.GetBytes(layout.Maestra);
        _epoch = Text(epoch, "");
        _upsert = new Operation("upsert", topic);
        _delete = new Operation("delete", topic);
    }

    public Message<byte[], byte[]?> Create(HubChange change)
    {
        var operation = change.Op == ChangeOp.Delete ? _delete : _upsert;
        var key = Encoding.UTF8.GetBytes(change.Key);
        if (_run.RunId != change.RunId || _run.Date != change.BusinessDate)
        {
            _run = (change.RunId, change.BusinessDate, Text(change.RunId, ""), Text(change.BusinessDate, "yyyy-MM-dd"));
        }

        Headers headers = new()
        {
            { "ce_specversion", SpecVersion },
            { "ce_id", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_layout.Maestra}:{change.Version}")) },
            { "ce_source", _source },
            { "ce_type", operation.Type },
            { "ce_time", Text(change.ChangedAt.ToUniversalTime(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'") },
            { "ce_subject", key },
            { "content-type", _contentType },
            { "maestra", _maestra },
            { "op", operation.Name },
            { "version", Text(change.Version, "") },
            { "epoch", _epoch },
        };
        if (_run.RunText is not null)
        {
            headers.Add("run_id", _run.RunText);
        }

        if (_run.DateText is not null)
        {
            headers.Add("fecha_proceso", _run.DateText);
        }

        return new Message<byte[], byte[]?>
        {
            Key = key,
            Value = change.Op == ChangeOp.Delete ? null : Value(change),
            Headers = headers,
            Timestamp = new Timestamp(change.ChangedAt),
        };
    }

    /// <summary>The record as the message's value has it.</summary>
    public static string ValueText(Layout layout, HubChange change, EventFormat format)
    {
        var json = RecordText.Json(layout, change.Values);
        if (format == EventFormat.Json)
        {
            return json;
        }

        using var document = JsonDocument.Parse(json);
        return ToonEncoder.Encode(document.RootElement);
    }

    /// <summary>The change version that a message came with; null when it has none.</summary>
    public static long? ReadVersion(Headers headers) => ReadNumber(headers, "version");

    /// <summary>The epoch of the delivery that sent a message; null when it has none.</summary>
    public static long? ReadEpoch(Headers headers) => ReadNumber(headers, "epoch");

    /// <summary>Whether a message is about this master: a topic may be several masters'.</summary>
    public static bool IsOf(Layout layout, Headers headers) =>
        headers.TryGetLastBytes("maestra", out var bytes) && Encoding.UTF8.GetString(bytes) == layout.Maestra;

    private static long? ReadNumber(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes)
        && long.TryParse(Encoding.ASCII.GetString(bytes), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private byte[] Value(HubChange change)
    {
        if (_format == EventFormat.Toon)
        {
            return Encoding.UTF8.GetBytes(ValueText(_layout, change, _format));
        }

        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_buffer, RecordJson.WriterOptions))
        {
            RecordText.WriteJson(writer, _layout, change.Values);
        }

        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Never more than 40 bytes: a number, a date or an instant.</summary>
    private static byte[] Text<T>(T value, string format) where T : struct, IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[40];
        return value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture)
            ? text[..written].ToArray()
            : throw new ArgumentException($"{value} is longer than 40 bytes.", nameof(value));
    }

    private static byte[]? Text<T>(T? value, string format) where T : struct, IUtf8SpanFormattable =>
        value is { } known ? Text(known, format) : null;

    private sealed class Operation(string name, string topic)
    {
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

        public byte[] Type { get; } = Encoding.UTF8.GetBytes($"{topic}.{name}");
    }
}
