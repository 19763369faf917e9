using System.Globalization;
using System.Net;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>What programs are told when the portal itself is in trouble.</summary>
public sealed class ApiFailureTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task While_the_database_is_away_programs_are_told_to_come_back()
    {
        await using var installation = await Installation.CreateAsync(postgres, "apiaway");
        installation.Environment["ConnectionStrings__Hub"] = string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={FreePort.Next()};Username=nadie;Database=nada;Timeout=1");
        Uri url = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await using var process = installation.Start("serve", "--urls", url.ToString());
        await process.WaitForUrlAsync(new Uri(url, "health/live"));
        using ApiClient program = new(url, ApiKeyText.Generate());

        var answer = await program.GetAsync("runs");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("3", answer.Headers["Retry-After"]);
    }

    [Fact]
    public async Task What_nobody_expected_is_a_problem_without_the_programs_insides()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apifailure");
        using var program = await portal.ProgramAsync(Roles.Reader);
        await portal.Installation.ExecuteAsync("ALTER TABLE delivery_fault RENAME TO elsewhere");

        var answer = await program.GetAsync("deliveries");

        answer.AssertProblem(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("delivery_fault", answer.Body!.ToJsonString(), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => portal.Log.Contains("delivery_fault", StringComparison.Ordinal));
    }
}
