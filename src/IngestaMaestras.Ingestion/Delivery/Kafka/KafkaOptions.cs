using System.Text.RegularExpressions;
using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>Section <c>Kafka</c> of the settings.</summary>
public sealed partial class KafkaOptions
{
    /// <summary>Longest topic name that Kafka allows.</summary>
    public const int LongestTopic = 249;

    /// <summary>Addresses as <c>host:port,host:port</c>; empty: <c>serve</c> hosts a cluster of its own, for local use.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>False: nothing is delivered to Kafka.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Comes before every topic's name.</summary>
    public string TopicPrefix { get; set; } = "";

    /// <summary>Partitions of a topic that is created here.</summary>
    public int Partitions { get; set; } = 3;

    /// <summary>Copies of a topic that is created here; −1: what the broker does by itself.</summary>
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>How long a deleted key's tombstone stays in a topic that is created here.</summary>
    public TimeSpan DeleteRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Format of values where the layout names none.</summary>
    public EventFormat Format { get; set; } = EventFormat.Json;

    /// <summary><c>ce_source</c> of every event.</summary>
    public string EventSource { get; set; } = "/ingestamaestras";

    /// <summary>Compression of batches.</summary>
    public CompressionType Compression { get; set; } = CompressionType.Lz4;

    /// <summary>How long a chunk may take to be acknowledged.</summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a broker may take to say who it is.</summary>
    public TimeSpan ContactTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Consumer groups whose lag is watched, separated by commas.</summary>
    public string ConsumerGroups { get; set; } = "";

    /// <summary>
    /// Further settings of librdkafka by their own names, such as <c>security.protocol</c> or <c>sasl.password</c>; never
    /// shown.
    /// </summary>
    public Dictionary<string, string> Client { get; set; } = [];

    public IReadOnlyList<string> ReadConsumerGroups() =>
        ConsumerGroups.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The topic of a master: its layout's, or one that follows from its table (<c>masterdata.erp.cadena</c>).</summary>
    public string TopicOf(Layout layout) => TopicPrefix
        + (layout.KafkaTopic is { Length: > 0 } topic ? topic : "masterdata." + layout.Table.Replace("erp_", "erp.", StringComparison.Ordinal));

    /// <summary>The same settings for topics of a drill's own.</summary>
    /// <param name="prefix">Comes before the names that the real topics have.</param>
    internal KafkaOptions ForDrill(string bootstrapServers, string prefix)
    {
        var options = (KafkaOptions)MemberwiseClone();
        options.BootstrapServers = bootstrapServers;
        options.TopicPrefix = prefix + TopicPrefix;
        return options;
    }

    /// <summary>The topics of all masters whose topic may be called so.</summary>
    public IReadOnlyCollection<string> TopicsOf(LayoutSet layouts) =>
        layouts.All.Where(l => FindTopicProblem(l) is null).Select(TopicOf).ToHashSet(StringComparer.Ordinal);

    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        Require(BootstrapServers.Length == 0 || Servers().IsMatch(BootstrapServers), nameof(BootstrapServers), BootstrapServers, "direcciones como broker1:9092,broker2:9092");
        Require(TopicName().IsMatch(TopicPrefix), nameof(TopicPrefix), TopicPrefix, "letras, dígitos, «.», «_» o «-»");
        Require(Partitions is > 0 and <= 1000, nameof(Partitions), Partitions, "un número de 1 a 1000");
        Require(ReplicationFactor is -1 or > 0, nameof(ReplicationFactor), ReplicationFactor, "-1 o un número mayor que 0");
        Require(MessageTimeout > TimeSpan.FromSeconds(1), nameof(MessageTimeout), MessageTimeout, "más de un segundo, por ejemplo 00:00:20");
        Require(ContactTimeout > TimeSpan.Zero, nameof(ContactTimeout), ContactTimeout, "una duración mayor que cero, por ejemplo 00:00:05");
        Require(Uri.IsWellFormedUriString(EventSource, UriKind.RelativeOrAbsolute) && EventSource.Length > 0, nameof(EventSource), EventSource, "una URI, por ejemplo /ingestamaestras");
        ValidateClient();
    }

    /// <summary>What a layout's topic may not be called.</summary>
    /// <returns>The problem in Spanish; null when the name is good.</returns>
    public string? FindTopicProblem(Layout layout)
    {
        var topic = TopicOf(layout);
        return topic.Length > LongestTopic || topic is "." or ".." || !TopicName().IsMatch(topic)
            ? DeliveryMessages.Format("BadTopic", layout.Maestra, topic, LongestTopic)
            : null;
    }

    /// <summary>What every client of ours shares.</summary>
    internal Dictionary<string, string> ReadClientSettings(string bootstrapServers) => new(Client)
    {
        ["bootstrap.servers"] = bootstrapServers,
        ["client.id"] = "ingesta",
    };

    private void ValidateClient()
    {
        foreach (var (name, value) in Client)
        {
            try
            {
                using var probe = new ProducerBuilder<Null, Null>(new Dictionary<string, string> { [name] = value })
                    .SetLogHandler((_, _) => { }).Build();
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException && !NeedsOthers(e))
            {
                throw new ConfigurationException($"Kafka:Client:{name}", "(oculto)", $"un ajuste de librdkafka con un valor que admita ({e.Message.Replace(value, "…", StringComparison.Ordinal)})");
            }
        }
    }

    /// <summary>Right by itself, incomplete alone: a user without a mechanism, a key without its certificate.</summary>
    private static bool NeedsOthers(Exception e) =>
        !e.Message.Contains("No such configuration property", StringComparison.OrdinalIgnoreCase)
        && !e.Message.Contains("Invalid value", StringComparison.OrdinalIgnoreCase);

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Kafka:{key}", value, expected);

    [GeneratedRegex("^[a-zA-Z0-9._-]*$")]
    private static partial Regex TopicName();

    [GeneratedRegex(@"^[^\s,:]+:[0-9]{1,5}(\s*,\s*[^\s,:]+:[0-9]{1,5})*$")]
    private static partial Regex Servers();
}
