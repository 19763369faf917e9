using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IngestaMaestras.Portal.Tests.Api.Support;

/// <summary>
/// A client that knows nothing of the API but its OpenAPI document: address, sign-in, paths, parameters and bodies come
/// from it, and every answer is checked against what it promises.
/// </summary>
internal sealed class DocumentClient : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly JsonObject _document;
    private readonly SchemaCheck _schemas;

    public DocumentClient(JsonNode document, string key)
    {
        _document = document.AsObject();
        _schemas = new SchemaCheck(_document);
        var scheme = _document["security"]![0]!.AsObject().Single().Key;
        var signIn = _document["components"]!["securitySchemes"]![scheme]!;
        Assert.Equal("http bearer", $"{signIn["type"]} {signIn["scheme"]}");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Calls an operation.</summary>
    /// <param name="arguments">Parameters and members of the body, by name.</param>
    public async Task<ApiAnswer> CallAsync(string operationId, params (string Name, JsonNode Value)[] arguments)
    {
        var (path, method, operation) = Find(operationId);
        var left = arguments.ToDictionary(a => a.Name, a => a.Value);
        using HttpRequestMessage request = new(new HttpMethod(method.ToUpperInvariant()), new Uri("about:blank"));
        List<string> query = [];
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = (string)parameter!["name"]!;
            if (!left.Remove(name, out var value))
            {
                Assert.False((bool?)parameter["required"] ?? false, $"{operationId} needs {name}.");
                continue;
            }

            _schemas.Check(parameter["schema"]!, value, name);
            switch ((string)parameter["in"]!)
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
                    break;
                case "query":
                    query.Add($"{name}={Uri.EscapeDataString(value.ToString())}");
                    break;
                default:
                    request.Headers.Add(name, value.ToString());
                    break;
            }
        }

        if (operation["requestBody"] is { } body)
        {
            JsonObject members = [];
            foreach (var (name, value) in left)
            {
                members[name] = value.DeepClone();
            }

            _schemas.Check(body["content"]!["application/json"]!["schema"]!, members, operationId);
            request.Content = new StringContent(members.ToJsonString(), Encoding.UTF8, "application/json");
            left.Clear();
        }

        Assert.Empty(left);
        var server = (string)_document["servers"]![0]!["url"]!;
        request.RequestUri = new Uri(server + path + (query.Count == 0 ? "" : "?" + string.Join('&', query)));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await ApiAnswer.ReadAsync(response);
        var promised = operation["responses"]![((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Assert.True(promised is not null, $"{operationId} does not promise {answer.Status}: {answer.Body}");
        _schemas.Check(promised["content"]![answer.ContentType!]!["schema"]!, answer.Body, operationId);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private (string Path, string Method, JsonNode Operation) Find(string operationId) => (
        from path in _document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where (string?)method.Value!["operationId"] == operationId
        select (path.Key, method.Key, method.Value)).Single();
}
