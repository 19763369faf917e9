using System.Text.Json;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Logging;

/// <summary>The log of a program that serves: JSON, a file a day, without secrets.</summary>
public sealed class LogFileTests(PostgresFixture postgres)
{
    private const string Secret = "ni una palabra de esto";

    [Fact]
    public async Task It_is_kept_as_JSON_in_a_file_and_on_standard_output_and_holds_no_secret()
    {
        await using var installation = await Installation.CreateAsync(postgres, "logfile");
        installation.Environment["Log__Console"] = "json";
        installation.Environment["Serilog__MinimumLevel__Default"] = "Verbose";
        installation.Environment["Portal__AdminPassword"] = Secret;
        installation.Environment["Kafka__Client__sasl.password"] = Secret;
        installation.Environment["Ingesta__Schedule"] = "0 2 29 2 *";
        // Older than a file is kept.
        var logs = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(installation.Input)!, "logs")).FullName;
        var old = Path.Combine(logs, "ingesta-20240101.json");
        await File.WriteAllTextAsync(old, "{}\n", TestContext.Current.CancellationToken);
        var password = new Npgsql.NpgsqlConnectionStringBuilder(installation.Environment["ConnectionStrings__Hub"]).Password;
        await using (var serve = installation.Start("serve", "--no-portal"))
        {
            await serve.WaitForOutputAsync("Listo: carpeta de datos");
            installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "1MALA"]);
            await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");
            serve.Signal("TERM");
            var ended = await serve.WaitForExitAsync();
            // What is told once, and to nobody but who starts the program, is no event of the log.
            Assert.All(Lines(ended.Output).Where(l => !l.StartsWith("Cuenta admin", StringComparison.Ordinal)), AssertJson);
            AssertNoSecret(ended.Output + ended.Error, password);
        }

        var file = Assert.Single(Directory.EnumerateFiles(logs, "ingesta-*.json"));
        Assert.NotEqual(old, file);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.All(Lines(text), AssertJson);
        Assert.Contains("\"RunId\":1", text, StringComparison.Ordinal);
        Assert.Contains("\"BusinessDate\"", text, StringComparison.Ordinal);
        AssertNoSecret(text, password);
        // What a person's record says is for error_log, which has accounts before it.
        Assert.DoesNotContain("1MALA", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Log__Console", "xml")]
    [InlineData("Log__KeepDays", "0")]
    public async Task A_setting_that_cannot_be_used_ends_the_start(string name, string value)
    {
        await using var installation = await Installation.CreateAsync(postgres, "logbad");
        installation.Environment[name] = value;
        var result = await installation.RunAsync("serve", "--no-portal");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(name.Replace("__", ":", StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        Assert.True(json.RootElement.TryGetProperty("@t", out _));
        Assert.True(json.RootElement.TryGetProperty("@m", out _));
    }

    private static void AssertNoSecret(string text, string? password)
    {
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.True(password is null || !text.Contains(password, StringComparison.Ordinal));
    }
}
