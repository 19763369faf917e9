using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// The few functions of librdkafka that the .NET client does not offer: its own in-process cluster and the id of the
/// cluster that a client is connected to. Declarations as in <c>rdkafka.h</c> and <c>rdkafka_mock.h</c>.
/// </summary>
internal static partial class LibRdKafka
{
    private const string Library = "librdkafka";
    private const int Producer = 0;
    private const int ErrorTextSize = 512;

    /// <summary>The builds of the library that its package brings; which one loads depends on the system's libraries.</summary>
    private static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    static LibRdKafka() => NativeLibrary.SetDllImportResolver(typeof(LibRdKafka).Assembly, Resolve);

    /// <summary>A client without partitions or topics of its own.</summary>
    /// <exception cref="InvalidOperationException">A setting is not valid.</exception>
    public static nint NewClient(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var error = new byte[ErrorTextSize];
        var configuration = rd_kafka_conf_new();
        foreach (var (name, value) in settings)
        {
            if (rd_kafka_conf_set(configuration, name, value, error, ErrorTextSize) != 0)
            {
                rd_kafka_conf_destroy(configuration);
                throw new InvalidOperationException(Text(error));
            }
        }

        // From here on the client owns the configuration, unless it could not be made.
        var client = rd_kafka_new(Producer, configuration, error, ErrorTextSize);
        if (client == 0)
        {
            rd_kafka_conf_destroy(configuration);
            throw new InvalidOperationException(Text(error));
        }

        return client;
    }

    /// <summary>The id of the cluster that the client is connected to; null when it did not answer in time.</summary>
    public static string? ClusterId(nint client, TimeSpan timeout)
    {
        var text = rd_kafka_clusterid(client, (int)timeout.TotalMilliseconds);
        if (text == 0)
        {
            return null;
        }

        var id = Marshal.PtrToStringUTF8(text);
        rd_kafka_mem_free(client, text);
        return id;
    }

    private static string Text(byte[] error) => Encoding.UTF8.GetString(error, 0, Math.Max(0, Array.IndexOf(error, (byte)0)));

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, path, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }

    [LibraryImport(Library)]
    public static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    /// <summary>Comma-separated addresses; the text is the cluster's own.</summary>
    [LibraryImport(Library)]
    public static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replication);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_set_controller_id(nint cluster, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_push_request_errors_array(nint cluster, short api, nint count, int[] errors);

    [LibraryImport(Library)]
    public static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    private static partial void rd_kafka_conf_destroy(nint configuration);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_conf_set(nint configuration, string name, string value, [Out] byte[] error, nint errorSize);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_new(int type, nint configuration, [Out] byte[] error, nint errorSize);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_clusterid(nint client, int timeoutMs);

    [LibraryImport(Library)]
    private static partial void rd_kafka_mem_free(nint client, nint pointer);
}
