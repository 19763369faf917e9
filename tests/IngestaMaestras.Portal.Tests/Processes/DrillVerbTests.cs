using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The recovery drill as a user gives the command: everything it kills, restores and compares is real.</summary>
public sealed class DrillVerbTests(PostgresFixture postgres)
{
    private const string Untouched =
        """
        SELECT (SELECT string_agg(d::text, ';' ORDER BY target, maestra) FROM delivery d)
            || (SELECT string_agg(m::text, ';' ORDER BY maestra) FROM master_state m) || (SELECT i::text FROM installation i)
            || (SELECT count(*) FROM run) || (SELECT count(*) FROM error_log)
        """;

    [Fact]
    public async Task A_drill_recovers_what_the_latest_backup_holds_and_touches_nothing_of_the_installation()
    {
        await using var installation = await PrepareAsync("drill");
        var early = await installation.RunAsync("drill");
        Assert.Equal(2, early.ExitCode);
        Assert.Contains("No hay ningún respaldo comprobado", early.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await installation.RunAsync("backup")).ExitCode);
        // What came after the backup is none of the drill's business; nor is a mark of a delivery.
        await installation.ExecuteAsync("INSERT INTO delivery (target, maestra, identity, watermark) VALUES ('kafka', 'XMONEDA', 'x', 1)");
        var before = await installation.ScalarAsync<string>(Untouched);

        var drill = await installation.RunAsync("drill", "--json");

        Assert.True(drill.ExitCode == 0, drill.Output + drill.Error);
        using var json = JsonDocument.Parse(drill.Output);
        var parts = json.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!);
        Assert.Equal(["respaldo", "reenvio", "trabajador", "conmutacion"], parts.Keys);
        Assert.All(parts.Values, p => Assert.Equal("passed", p.GetProperty("outcome").GetString()));
        Assert.Contains("XMONEDA: 2 eventos enviados; 2 filas en la base, 2 en el tópico, iguales.", Details(parts["reenvio"]));
        Assert.Contains("kill -9", string.Join(' ', Details(parts["trabajador"])), StringComparison.Ordinal);
        Assert.Contains("intento 2", string.Join(' ', Details(parts["trabajador"])), StringComparison.Ordinal);
        Assert.Equal(before, await installation.ScalarAsync<string>(Untouched));
        Assert.Equal(0, await installation.ScalarAsync<int>(Scratch));
        Assert.Equal(
            "succeeded error",
            await installation.ScalarAsync<string>(
                "SELECT string_agg(result_status, ' ' ORDER BY id DESC) FROM audit_log WHERE procedure_name = 'mantenimiento' AND parameters->>'task' = 'simulacro'"));
        var folder = Path.Combine(Path.GetDirectoryName(installation.Input)!, "drills");
        Assert.Equal([".json", ".md"], Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetExtension(f)).Order());
        Assert.Contains("Resultado: bien.", await File.ReadAllTextAsync(Directory.GetFiles(folder, "*.md")[0], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_tells_of_a_backup_that_is_no_longer_good_and_one_that_was_killed_leaves_nothing_to_the_next()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        await using var installation = await PrepareAsync("baddrill");
        await installation.RunAsync("backup");
        var folder = Path.Combine(Path.GetDirectoryName(installation.Input)!, "drills");
        await using (var killed = installation.Start("drill"))
        {
            await Eventually.TrueAsync(async () => await installation.ScalarAsync<int>(Scratch) >= 2);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.True(await installation.ScalarAsync<int>(Scratch) > 0);
        var dump = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(folder)!, "backups"), "*.dump")[0];
        await using (FileStream file = new(dump, FileMode.Open))
        {
            file.SetLength(file.Length - 100);
        }

        var drill = await installation.RunAsync("drill", "--json");

        Assert.True(drill.ExitCode == 1, drill.Output + drill.Error);
        using var json = JsonDocument.Parse(drill.Output);
        Assert.Equal(
            ["failed", "skipped", "passed", "passed"],
            json.RootElement.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("outcome").GetString()));
        Assert.Equal(0, await installation.ScalarAsync<int>(Scratch));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder).Count());
    }

    private const string Scratch =
        "SELECT count(*) FROM pg_database WHERE datname LIKE 'ingesta\\_simulacro\\_%' AND datname LIKE '%' || (SELECT oid FROM pg_database WHERE datname = current_database())";

    private async Task<Installation> PrepareAsync(string label)
    {
        var installation = await Installation.CreateAsync(postgres, label);
        var layouts = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(installation.Input)!, "layouts")).FullName;
        foreach (var master in new[] { "XCADENA", "XMONEDA" })
        {
            File.Copy(Path.Combine(Repository.Root, "layouts", $"{master}.toon"), Path.Combine(layouts, $"{master}.toon"));
        }

        installation.Environment["Ingesta__LayoutsPath"] = layouts;
        installation.WriteLines("XMONEDA_20261124.txt", ["01PESO", "02DÓLAR"]);
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        Assert.Equal(0, (await installation.RunAsync("run", "--date", "2026-11-24", "--wait")).ExitCode);
        return installation;
    }

    private static List<string> Details(JsonElement part) => [.. part.GetProperty("details").EnumerateArray().Select(d => d.GetString()!)];
}
