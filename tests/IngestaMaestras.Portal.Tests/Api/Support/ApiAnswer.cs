using System.Net;
using System.Text.Json.Nodes;

namespace IngestaMaestras.Portal.Tests.Api.Support;

/// <summary>What the API answered.</summary>
/// <param name="Body">Null: there was none, or it is not JSON.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, string? ContentType, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Detail => (string?)Body?["detail"];

    /// <summary>What is wrong with one parameter or member.</summary>
    public string? ErrorOf(string name) => (string?)Body?["errors"]?[name]?[0];

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        return new ApiAnswer(
            response.StatusCode, type, type?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A problem of this status, told as problems are.</summary>
    public void AssertProblem(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{Status}: {Body}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, (int)Body!["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)Body["title"]));
        Assert.False(string.IsNullOrEmpty(Detail));
        // Nothing of how the program is made.
        Assert.DoesNotContain("System.", Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", Body.ToJsonString(), StringComparison.Ordinal);
    }
}
