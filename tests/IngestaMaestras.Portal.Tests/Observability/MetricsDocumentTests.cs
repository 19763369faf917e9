using System.Globalization;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>The table of <c>docs/metrics.md</c> and the code tell the same.</summary>
public sealed class MetricsDocumentTests
{
    private readonly IReadOnlyList<MetricFamily> _families = new IngestaMetrics().Families;

    [Fact]
    public void Every_metric_is_in_the_table_with_type_labels_and_help_and_the_table_has_no_other()
    {
        var table = File.ReadLines(Path.Combine(Repository.Root, "docs/metrics.md")).Where(l => l.StartsWith("| `ingesta_", StringComparison.Ordinal));
        Assert.Equal(
            _families.Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"| `{f.Name}` | {f.Type.ToString().ToLowerInvariant()} | {(f.Labels.Count == 0 ? "–" : string.Join(", ", f.Labels.Select(l => $"`{l}`")))} | {f.Help} |")),
            table);
    }

    [Fact]
    public void Names_say_their_unit_and_counters_are_totals()
    {
        Assert.All(_families, f => Assert.Matches("^ingesta_[a-z0-9]+(_[a-z0-9]+)*$", f.Name));
        Assert.All(_families, f => Assert.Equal(f.Type == MetricType.Counter, f.Name.EndsWith("_total", StringComparison.Ordinal)));
        Assert.All(_families.Where(f => f.Name.Contains("_age", StringComparison.Ordinal)), f => Assert.EndsWith("_seconds", f.Name, StringComparison.Ordinal));
        Assert.All(_families.Where(f => f.Name.Contains("timestamp", StringComparison.Ordinal)), f => Assert.EndsWith("_timestamp_seconds", f.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_come_from_closed_sets()
    {
        string[] closed =
            ["dependency", "status", "step", "queue", "state", "maestra", "outcome", "type", "operation", "field", "condition", "folder", "target", "group", "volume", "certificate", "task", "part"];
        Assert.All(_families.SelectMany(f => f.Labels), l => Assert.Contains(l, closed));
    }
}
