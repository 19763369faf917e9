using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// A change as a Kafka message: headers by the Kafka protocol binding of CloudEvents 1.0.2 (binary mode), key and value
/// as <c>docs/events.md</c> tells consumers.
/// </summary>
public static class KafkaEvent
{
    private const string Json = "application/json";
    private const string Toon = "text/toon; charset=utf-8";

    public static Message<byte[], byte[]?> Create(Layout layout, string topic, HubChange change, KafkaOptions options)
    {
        var format = layout.EventFormat ?? options.Format;
        var op = change.Op == ChangeOp.Delete ? "delete" : "upsert";
        var version = change.Version.ToString(CultureInfo.InvariantCulture);
        Headers headers = [];
        Add(headers, "ce_specversion", "1.0");
        Add(headers, "ce_id", $"{layout.Maestra}:{version}");
        Add(headers, "ce_source", options.EventSource);
        Add(headers, "ce_type", $"{topic}.{op}");
        Add(headers, "ce_time", change.ChangedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Add(headers, "ce_subject", change.Key);
        Add(headers, "content-type", format == EventFormat.Toon ? Toon : Json);
        Add(headers, "maestra", layout.Maestra);
        Add(headers, "op", op);
        Add(headers, "version", version);
        Add(headers, "run_id", change.RunId?.ToString(CultureInfo.InvariantCulture));
        Add(headers, "fecha_proceso", change.BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return new Message<byte[], byte[]?>
        {
            Key = Encoding.UTF8.GetBytes(change.Key),
            Value = change.Op == ChangeOp.Delete ? null : Encoding.UTF8.GetBytes(ValueText(layout, change, format)),
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
    public static long? ReadVersion(Headers headers) =>
        headers.TryGetLastBytes("version", out var bytes)
        && long.TryParse(Encoding.ASCII.GetString(bytes), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static void Add(Headers headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(name, Encoding.UTF8.GetBytes(value));
        }
    }
}
