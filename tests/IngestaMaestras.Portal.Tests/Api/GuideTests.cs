using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>The examples of <c>docs/api.md</c> are executed as they stand, one after the other.</summary>
public sealed partial class GuideTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task Every_example_of_the_guide_works()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/api.md"), TestContext.Current.CancellationToken);
        var examples = ExamplePattern().Matches(guide).Select(m => m.Groups[1].Value).ToList();
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "guide");
        portal.WriteBrokenChains();
        Dictionary<string, string?> environment = new()
        {
            ["PORTAL"] = portal.Url.ToString().TrimEnd('/'),
            ["KEY"] = await portal.AddKeyAsync("jefa", Roles.Administrator),
        };

        HashSet<string> asked = [];
        foreach (var example in examples)
        {
            var result = await TestProcess.RunAsync(["bash", "-euc", example], environment);
            Assert.True(result.ExitCode == 0, $"{example}\n{result.Output}{result.Error}");
            Assert.NotNull(JsonNode.Parse(result.Output));
            asked.Add(PathPattern().Match(example).Groups[1].Value);
            if (await portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run)"))
            {
                await portal.Installation.RunEndedAsync();
            }
        }

        Assert.Equal(
            ["dates", "dates/rerun", "deliveries", "deliveries/replay", "errors", "files", "files/reprocess", "health", "openapi.json", "runs", "runs/1"],
            asked.Order(StringComparer.Ordinal));
        Assert.Equal(
            "api reprocess", await portal.Installation.ScalarAsync<string>("SELECT string_agg(trigger, ' ' ORDER BY run_id) FROM run"));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ExamplePattern();

    [GeneratedRegex(@"\$PORTAL/api/v1/([a-z0-9./]+)")]
    private static partial Regex PathPattern();
}
