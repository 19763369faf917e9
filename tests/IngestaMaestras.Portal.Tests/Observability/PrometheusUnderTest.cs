using System.Globalization;
using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>A real Prometheus with the project's configuration and a folder of its own.</summary>
internal sealed class PrometheusUnderTest : IAsyncDisposable
{
    private readonly RenderedConfiguration _configuration;
    private readonly TestProcess _process;
    private readonly HttpClient _client;

    private PrometheusUnderTest(RenderedConfiguration configuration, TestProcess process, Uri url)
    {
        (_configuration, _process, Url) = (configuration, process, url);
        _client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <param name="values">Of the placeholders of its configuration.</param>
    public static async Task<PrometheusUnderTest> StartAsync(IReadOnlyDictionary<string, string?> values)
    {
        var configuration = await RenderedConfiguration.CreateAsync(values);
        var url = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        TestProcess process = new(
        [
            "prometheus", $"--config.file={configuration.PathOf("prometheus.yml")}", $"--storage.tsdb.path={configuration.PathOf("data")}",
            $"--web.listen-address={url}", "--web.enable-lifecycle",
        ]);
        PrometheusUnderTest prometheus = new(configuration, process, new Uri($"http://{url}"));
        await process.WaitForUrlAsync(new Uri($"http://{url}/-/ready"));
        return prometheus;
    }

    public Uri Url { get; }

    public string PathOf(string name) => _configuration.PathOf(name);

    /// <returns>The series that the expression gives now.</returns>
    /// <exception cref="InvalidOperationException">It cannot be executed.</exception>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string expression)
    {
        using FormUrlEncodedContent form = new([new("query", expression)]);
        using var response = await _client.PostAsync("/api/v1/query", form, TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        if (answer.RootElement.GetProperty("status").GetString() != "success")
        {
            throw new InvalidOperationException($"{expression}: {answer.RootElement.GetProperty("error").GetString()}");
        }

        return [.. answer.RootElement.GetProperty("data").GetProperty("result").Clone().EnumerateArray()];
    }

    /// <summary>Names of all metrics that it has.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync()
    {
        using var answer = JsonDocument.Parse(await _client.GetStringAsync("/api/v1/label/__name__/values", TestContext.Current.CancellationToken));
        return answer.RootElement.GetProperty("data").EnumerateArray().Select(n => n.GetString()!).ToHashSet();
    }

    /// <summary>From now on nobody answers there.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _client.Dispose();
        _configuration.Dispose();
    }
}
