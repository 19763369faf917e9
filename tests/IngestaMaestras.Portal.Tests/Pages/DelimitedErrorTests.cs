using System.Text;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>A rejected line of a file with delimiters, as its error shows it.</summary>
public sealed class DelimitedErrorTests(PostgresFixture postgres, Chromium chromium)
{
    private const int Parts = 18;

    [Fact]
    public async Task The_failing_part_of_a_delimited_line_is_marked_and_odd_characters_are_named_by_their_codes()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "delimited", ["CRLISUCATE"]);
        string[] lines =
        [
            string.Join('|', Enumerable.Range(0, Parts).Select(i => $"TITULO{i}")),
            Line("101", "2001", "3001", "ASEO"),
            Line("101", "2001", "30\u00A02", "HOGAR"),
            Line("101", "", "3003", "JUGUETES"),
        ];
        await File.WriteAllTextAsync(
            Path.Combine(portal.Installation.Input, $"CRLISUCATE_{PortalUnderTest.CompactDate}.txt"), string.Join('\n', lines) + "\n", new UTF8Encoding(false),
            TestContext.Current.CancellationToken);
        await portal.RunAsync();

        await using var visit = await portal.VisitAsync($"/errores/{await FindErrorAsync("SEGMENS")}");
        await Expect(visit.Page.Locator(".ruled mark.failing").First).ToContainTextAsync("30");
        Assert.Equal("30⍽2", string.Concat(await visit.Page.Locator(".ruled mark.failing").AllTextContentsAsync()).Replace("␣", "⍽", StringComparison.Ordinal));
        await Expect(visit.Page.Locator(".ruled mark.odd")).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("^U\\+00A0 "));
        await Expect(visit.Page.Locator(".odd-list")).ToContainTextAsync("U+00A0");
        await Expect(visit.Page.Locator(".failing-row")).ToContainTextAsync("SEGMENS");
        await Expect(visit.Page.Locator(".failing-row td").First).ToHaveTextAsync("13");

        // What is missing has its place too.
        await visit.GoAsync($"/errores/{await FindErrorAsync("SUBCATEGO")}");
        var missing = visit.Page.Locator(".ruled mark.failing");
        await Expect(missing).ToHaveAttributeAsync("title", "SUBCATEGO");
        await Expect(missing).ToHaveTextAsync("");
        Assert.Equal("\"∅\"", await missing.EvaluateAsync<string>("m => getComputedStyle(m, '::before').content"));
        visit.AssertClean();

        Task<long> FindErrorAsync(string field) =>
            portal.Installation.ScalarAsync<long>($"SELECT id FROM error_log WHERE field LIKE '%{field}%' ORDER BY id LIMIT 1");
    }

    private static string Line(string subline, string subcategory, string segment, string name)
    {
        var parts = Enumerable.Repeat("x", Parts).ToArray();
        (parts[6], parts[10], parts[13], parts[14]) = (subline, subcategory, segment, name);
        return string.Join('|', parts);
    }
}
