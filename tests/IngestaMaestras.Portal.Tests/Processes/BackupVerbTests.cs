using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>Backup and restore as a user gives the commands.</summary>
public sealed class BackupVerbTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_day_that_was_loaded_after_the_backup_is_lost_by_the_restore_and_comes_back_with_offer()
    {
        await using var installation = await Installation.CreateAsync(postgres, "backup");
        installation.Environment["Kafka__Enabled"] = "false";
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        Assert.Equal(0, (await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait")).ExitCode);

        var made = await installation.RunAsync("backup", "--json");
        installation.WriteLines("XCADENA_20261125.txt", ["AUNO", "BTRES", "CCUATRO"]);
        await installation.RunAsync("run", "--date", "2026-11-25", "--maestra", "XCADENA", "--wait");
        var listed = await installation.RunAsync("backup", "--list");

        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        using var json = JsonDocument.Parse(made.Output);
        var file = json.RootElement[0].GetProperty("path").GetString()!;
        var manifest = json.RootElement[0].GetProperty("manifest");
        Assert.Contains(
            manifest.GetProperty("tables").EnumerateArray(),
            t => t.GetProperty("table").GetString() == "db_masterdatahub.erp_cadena" && t.GetProperty("rows").GetInt64() == 2);
        Assert.Contains(manifest.GetProperty("tables").EnumerateArray(), t => t.GetProperty("table").GetString() == "hangfire.job");
        Assert.Contains(Path.GetFileName(file), listed.Output, StringComparison.Ordinal);

        // Nobody says yes.
        Assert.Equal(1, (await installation.RunAsync("restore", file)).ExitCode);
        Assert.Equal(3, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        var restored = await installation.RunAsync("restore", Path.GetFileName(file), "--yes");

        Assert.True(restored.ExitCode == 0, restored.Output + restored.Error);
        Assert.Contains("La base no conoce processed/2026-11-25/XCADENA_20261125.txt", restored.Output, StringComparison.Ordinal);
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        var offered = await installation.RunAsync("restore", "--offer");
        Assert.Contains("Devuelto a input/XCADENA_20261125.txt", offered.Output, StringComparison.Ordinal);
        await installation.RunAsync("run", "--date", "2026-11-25", "--maestra", "XCADENA", "--wait");
        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena t WHERE t::text LIKE '%TRES%'"));
        Assert.Equal(3, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
    }

    [Fact]
    public async Task A_restore_beside_a_running_portal_or_of_no_backup_is_refused_in_a_sentence()
    {
        await using var installation = await Installation.CreateAsync(postgres, "norestore");
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var portal = installation.Start("serve", "--urls", url);
        await portal.WaitForUrlAsync(new Uri($"{url}/health/ready"));
        var made = await installation.RunAsync("backup", "--json");
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        using var json = JsonDocument.Parse(made.Output);

        var alive = await installation.RunAsync("restore", json.RootElement[0].GetProperty("path").GetString()!, "--yes");
        var nothing = await installation.RunAsync("restore", "no-existe.dump", "--yes");
        var usage = await installation.RunAsync("restore", "--yes");

        Assert.Equal((2, 2, 2), (alive.ExitCode, nothing.ExitCode, usage.ExitCode));
        Assert.Contains("en marcha", alive.Error, StringComparison.Ordinal);
        Assert.Contains("No existe el respaldo no-existe.dump", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("--offer", usage.Error, StringComparison.Ordinal);
        portal.Signal("TERM");
        await portal.WaitForExitAsync();
    }
}
