using Prometheus;

namespace IngestaMaestras.Portal.Observability;

/// <summary>
/// One metric of the program. Its samples are set all together: what is not among the new ones is gone, and a value that is
/// not known is not published at all, rather than as it once was.
/// </summary>
public sealed class MetricFamily
{
    private readonly Gauge? _gauge;
    private readonly Counter? _counter;
    private bool _isShown;

    internal MetricFamily(MetricFactory factory, MetricType type, string name, string help, string[] labels)
    {
        (Type, Name, Help, Labels) = (type, name, help, labels);
        if (type == MetricType.Counter)
        {
            _counter = factory.CreateCounter(name, help, labels, new CounterConfiguration { SuppressInitialValue = true });
        }
        else
        {
            _gauge = factory.CreateGauge(name, help, labels, new GaugeConfiguration { SuppressInitialValue = true });
        }
    }

    public MetricType Type { get; }

    public string Name { get; }

    public string Help { get; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>Sets the metric without labels; null: it is not known.</summary>
    public void Set(double? value)
    {
        if (value is { } known)
        {
            Write([], known);
            _isShown = true;
        }
        else if (_isShown)
        {
            _gauge?.Unpublish();
            _counter?.Unpublish();
            _isShown = false;
        }
    }

    /// <summary>Sets all samples; the last of several with the same labels counts.</summary>
    public void Set(IEnumerable<(string[] Labels, double Value)> samples)
    {
        HashSet<string> kept = [];
        foreach (var (labels, value) in samples)
        {
            Write(labels, value);
            kept.Add(KeyOf(labels));
        }

        foreach (var labels in (_gauge?.GetAllLabelValues() ?? _counter!.GetAllLabelValues()).ToList())
        {
            if (!kept.Contains(KeyOf(labels)))
            {
                _gauge?.RemoveLabelled(labels);
                _counter?.RemoveLabelled(labels);
            }
        }
    }

    /// <summary>Nothing is known any more.</summary>
    public void Clear()
    {
        if (Labels.Count == 0)
        {
            Set((double?)null);
        }
        else
        {
            Set([]);
        }
    }

    private void Write(string[] labels, double value)
    {
        // Totals are read from rows, and a file that is loaded again takes its earlier count back for a moment: a counter
        // that went down would read as one that began anew.
        _counter?.WithLabels(labels).IncTo(value);
        _gauge?.WithLabels(labels).Set(value);
    }

    private static string KeyOf(string[] labels) => string.Join('\0', labels);
}

/// <summary>What Prometheus is told about a metric's values.</summary>
public enum MetricType
{
    Gauge,
    Counter,
}
