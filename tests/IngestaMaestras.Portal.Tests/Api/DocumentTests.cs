using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Api;
using IngestaMaestras.Portal.Api.Document;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>The OpenAPI document is valid, complete and says everything that a caller needs.</summary>
public sealed class DocumentTests(EmptyPortal empty) : IClassFixture<EmptyPortal>
{
    [Fact]
    public async Task A_validating_reader_finds_nothing_wrong_with_the_document()
    {
        var text = await ReadAsync();

        var read = OpenApiDocument.Parse(text, OpenApiConstants.Json, new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.NotEmpty(read.Document!.Paths);
        Assert.Equal(["apiKey"], read.Document.Components!.SecuritySchemes!.Keys);
        Assert.Equal(empty.Portal.Url.ToString().TrimEnd('/'), Assert.Single(read.Document.Servers!).Url);
        // The reader does judge: a document that lacks something is refused.
        var broken = JsonNode.Parse(text)!;
        broken["info"]!.AsObject().Remove("title");
        Assert.NotEmpty(OpenApiDocument.Parse(broken.ToJsonString(), OpenApiConstants.Json).Diagnostic!.Errors);
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        var document = JsonNode.Parse(await ReadAsync())!;
        await using var app = await empty.Portal.Installation.BuildAsync();
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(r => r.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && r.RoutePattern.RawText != "/api/v1/openapi.json")
            .SelectMany(r => r.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods, (r, m) => $"{m} {r.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal)}");

        Assert.Equal(
            routes.Order(StringComparer.Ordinal), Operations(document).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_in_the_document_is_described()
    {
        var document = JsonNode.Parse(await ReadAsync())!;

        foreach (var (path, method, operation) in Operations(document))
        {
            var where = $"{method} {path}";
            AssertText(operation["summary"], where);
            AssertText(operation["description"], where);
            AssertText(operation["operationId"], where);
            Assert.All(operation["parameters"]?.AsArray() ?? [], p => AssertText(p!["description"], $"{where} {p["name"]}"));
            var statuses = operation["responses"]!.AsObject().Select(r => r.Key).ToList();
            string[] expected = method == "POST"
                ? ["400", "401", "403", "409", "422", "429", "500", "503"]
                : ["400", "401", "403", "429", "500", "503"];
            Assert.True(expected.All(statuses.Contains), $"{where}: {string.Join(' ', statuses)}");
            Assert.All(operation["responses"]!.AsObject(), r => AssertText(r.Value!["description"], $"{where} {r.Key}"));
            Assert.Equal(path.Contains("{id}", StringComparison.Ordinal), statuses.Contains("404"));
            Assert.Equal(method == "POST", operation["parameters"]?.AsArray().Any(p => (string)p!["name"]! == "Idempotency-Key") ?? false);
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            AssertText(schema!["description"], name);
            Assert.All(schema["properties"]!.AsObject(), p => AssertText(p.Value!["description"], $"{name}.{p.Key}"));
        }
    }

    [Fact]
    public async Task Every_example_is_what_it_is_an_example_of()
    {
        var document = JsonNode.Parse(await ReadAsync())!.AsObject();
        SchemaCheck check = new(document);
        await using var app = await empty.Portal.Installation.BuildAsync();
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        foreach (var type in ApiExamples.Types)
        {
            var example = ApiExamples.Find(type)!;
            Assert.NotNull(example.Deserialize(type, json));
            var schema = document["components"]!["schemas"]![type.Name];
            Assert.True(schema?["examples"] is not null, $"{type.Name}: {schema?.ToJsonString()}");
            Assert.True(JsonNode.DeepEquals(example, Assert.Single(schema!["examples"]!.AsArray())), type.Name);
            check.Check(schema, example, type.Name);
        }

        Assert.Contains(typeof(RunRequest), ApiExamples.Types);
    }

    private async Task<string> ReadAsync()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Reader);
        var answer = await program.GetAsync("openapi.json");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Body!.ToJsonString();
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    private static void AssertText(JsonNode? text, string where) => Assert.False(string.IsNullOrWhiteSpace((string?)text), where);
}
