using System.Globalization;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The portal is killed between the click that repairs a file and the end of the work: nothing is lost.</summary>
public sealed class LandingCrashTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Name = "XCADENA_20240514.txt";

    private static readonly string Good = string.Concat(new[] { "ASUPER INTER", "BCARULLA", "CSURTIMAX" }.Select(l => l.PadRight(321) + "\n"));

    [Fact]
    public async Task Killed_after_the_decision_and_before_the_move_the_correction_goes_on_by_itself()
    {
        await using var portal = await FailedNightAsync("landing");
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        // Whoever moves the file waits for this lock: the kill comes in the very moment between the two.
        await using (var holder = await HoldLandingAsync(portal, fileId: await NextFileIdAsync(portal)))
        {
            var sent = SaveAsync(visitor);
            await Eventually.TrueAsync(
                () => portal.Installation.ScalarAsync<bool>("SELECT count(*) = 2 FROM run"), message: "the correction is decided");
            await portal.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => sent);
        }

        Assert.DoesNotContain("input/" + Name, portal.Installation.Files());
        await portal.ServeAgainAsync();

        await AssertMendedAsync(portal);
    }

    [Fact]
    public async Task A_run_finds_the_file_although_the_portal_that_was_to_move_it_never_comes_back()
    {
        await using var portal = await FailedNightAsync("orphan");
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        portal.StartAnother("--no-portal");
        await Eventually.TrueAsync(
            () => portal.Installation.ScalarAsync<bool>("SELECT count(*) >= 2 FROM worker WHERE seen_at > now() - interval '1 minute'"), message: "another worker");
        await using (var holder = await HoldLandingAsync(portal, fileId: await NextFileIdAsync(portal)))
        {
            var sent = SaveAsync(visitor);
            await Eventually.TrueAsync(
                () => portal.Installation.ScalarAsync<bool>("SELECT count(*) = 2 FROM run"), message: "the correction is decided");
            await portal.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => sent);
        }

        await AssertMendedAsync(portal);
    }

    [Fact]
    public async Task Killed_at_any_moment_the_click_is_done_or_can_be_made_again()
    {
        Random random = new(20240514);
        for (var kill = 0; kill < Long.Choose(3, 20); kill++)
        {
            await using var portal = await FailedNightAsync("anytime");
            using Browserless visitor = new(portal.Url);
            visitor.Become(await portal.SignInAsync(Roles.Operator));
            var sent = SaveAsync(visitor);
            await KillAfterAsync(portal, TimeSpan.FromMilliseconds(random.Next(0, 800)), sent);
            var wasDone = await portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run WHERE trigger = 'reprocess')");
            if (!wasDone)
            {
                Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM file WHERE maestra = 'XCADENA'"));
                using Browserless again = new(portal.Url);
                again.Become(visitor.Session!);
                using var answer = await SaveAsync(again);
                Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
            }

            await AssertMendedAsync(portal);
        }
    }

    [Fact]
    public async Task A_discard_is_done_or_not_when_the_portal_is_killed_and_no_run_takes_the_file()
    {
        Random random = new(514);
        for (var kill = 0; kill < Long.Choose(2, 20); kill++)
        {
            await using var portal = await FailedNightAsync("discarding");
            using Browserless visitor = new(portal.Url);
            visitor.Become(await portal.SignInAsync(Roles.Operator));
            var id = await FailedIdAsync(portal);
            // Back in input it is to be moved out again, which is where a kill could hurt.
            await using (var app = await portal.Installation.BuildAsync())
            {
                await app.Services.GetRequiredService<FileOperations>()
                    .SendBackAsync(long.Parse(id, CultureInfo.InvariantCulture), Roles.Operator, TestContext.Current.CancellationToken);
                Assert.Contains("input/" + Name, portal.Installation.Files());
            }

            var sent = visitor.PostAsync($"/archivos/{id}?handler=Discard", $"/archivos/{id}", ("motivo", "sobra"));
            await KillAfterAsync(portal, TimeSpan.FromMilliseconds(random.Next(0, 250)), sent);
            var wasDone = await portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run_file WHERE status = 'discarded')");
            Assert.Equal(
                wasDone ? "error" : "input",
                await portal.Installation.ScalarAsync<string>($"SELECT location FROM file WHERE file_id = {id}"));
            Assert.Contains((wasDone ? "error/2024-05-14/" : "input/") + Name, portal.Installation.Files());
            Assert.Equal(
                wasDone ? 1 : 0,
                await portal.Installation.ScalarAsync<long>(
                    "SELECT count(*) FROM audit_log WHERE procedure_name = 'descartar_archivo' AND result_status = 'succeeded'"));
        }
    }

    /// <summary>Kills the portal a moment after a request was sent, and starts it again.</summary>
    private static async Task KillAfterAsync(PortalUnderTest portal, TimeSpan delay, Task<HttpResponseMessage> sent)
    {
        var moment = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(moment) >= delay, message: "the moment of the kill");
        await portal.KillAsync();
        try
        {
            using var answer = await sent;
        }
        catch (HttpRequestException)
        {
            // The answer was lost with the portal, and whether anything was done is what is looked at.
        }

        await portal.ServeAgainAsync();
    }

    /// <summary>The date is green, the one that failed lies where it was, and the click was made once.</summary>
    private static async Task AssertMendedAsync(PortalUnderTest portal)
    {
        await Eventually.TrueAsync(
            () => portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run WHERE trigger = 'reprocess' AND status = 'succeeded')"),
            TimeSpan.FromMinutes(2),
            "the correction is loaded");
        Assert.Equal(
            ["error/2024-05-14/" + Name, "processed/2024-05-14/" + Name, "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(Good, await File.ReadAllTextAsync(Path.Combine(portal.Root, "processed/2024-05-14", Name), TestContext.Current.CancellationToken));
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
        Assert.Equal(
            1,
            await portal.Installation.ScalarAsync<long>(
                "SELECT count(*) FROM audit_log WHERE procedure_name = 'corregir_archivo' AND result_status = 'succeeded'"));
    }

    private static async Task<HttpResponseMessage> SaveAsync(Browserless visitor)
    {
        // The only file that failed; its number is in the page that leads to it.
        using var files = await visitor.GetAsync("/archivos?carpeta=error");
        var text = await files.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var id = System.Text.RegularExpressions.Regex.Match(text, "href=\"/archivos/([0-9]+)\"").Groups[1].Value;
        var path = $"/archivos/{id}/corregir";
        return await visitor.PostAsync(
            path + "?handler=Save", path,
            [.. await CorrectionTests.ReadFormAsync(visitor, path), ("c-1-0", "A"), ("c-2-0", "B"), ("c-3-0", "C")]);
    }

    private static async Task<NpgsqlConnection> HoldLandingAsync(PortalUnderTest portal, long fileId)
    {
        var connection = await portal.Installation.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT pg_advisory_lock(hashtextextended('landing ' || @id, 0))";
        command.Parameters.AddWithValue("id", fileId);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<long> NextFileIdAsync(PortalUnderTest portal) =>
        await portal.Installation.ScalarAsync<long>("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('db_masterdatahub.file', 'file_id')::regclass), 0) + 1");

    private static async Task<string> FailedIdAsync(PortalUnderTest portal) =>
        (await portal.Installation.ScalarAsync<string>("SELECT file_id::text FROM file WHERE maestra = 'XCADENA' ORDER BY file_id LIMIT 1"))!;

    private async Task<PortalUnderTest> FailedNightAsync(string label)
    {
        var portal = await PortalUnderTest.StartAsync(postgres, chromium, label);
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        return portal;
    }
}
