using System.Globalization;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>What <c>/metrics</c> answered.</summary>
internal sealed partial class ScrapedMetrics
{
    private readonly Dictionary<string, double> _samples = [];

    private ScrapedMetrics(string text)
    {
        foreach (Match line in Sample().Matches(text))
        {
            _samples[line.Groups[1].Value] = double.Parse(line.Groups[2].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
    }

    public IEnumerable<string> Names => _samples.Keys.Select(k => k.Split('{')[0]).Distinct();

    /// <param name="series">As Prometheus writes it: <c>name{label="value"}</c>.</param>
    /// <returns>Null when it is not there.</returns>
    public double? this[string series] => _samples.TryGetValue(series, out var value) ? value : null;

    public static async Task<ScrapedMetrics> ReadAsync(int port)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(15) };
        return new ScrapedMetrics(await client.GetStringAsync(AddressOf(port), TestContext.Current.CancellationToken));
    }

    public static Uri AddressOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/metrics"));

    [GeneratedRegex("^([a-zA-Z_:][^ {]*(?:\\{.*\\})?) (\\S+)", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
