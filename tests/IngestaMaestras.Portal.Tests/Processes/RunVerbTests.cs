using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

public sealed class RunVerbTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_run_prints_its_outcome_and_counts_as_json()
    {
        await using var installation = await Installation.CreateAsync(postgres, "runjson");
        installation.WriteLines("XCADENA_20261124.txt", ["ASUPER INTER", "BCARULLA", "D"]);

        var result = await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait", "--json");

        Assert.Equal(1, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("2026-11-24", json.RootElement.GetProperty("fecha_proceso").GetString());
        Assert.Equal("succeeded", json.RootElement.GetProperty("status").GetString());
        var file = Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(
            ("XCADENA", "XCADENA_20261124.txt", "loaded", 3, 2, 1, 2),
            (file.GetProperty("maestra").GetString(), file.GetProperty("file_name").GetString(), file.GetProperty("status").GetString(),
             file.GetProperty("read").GetInt32(), file.GetProperty("accepted").GetInt32(), file.GetProperty("rejected").GetInt32(),
             file.GetProperty("inserted").GetInt32()));
        Assert.Equal(
            ["processed/2026-11-24/XCADENA_20261124.txt", "processed/2026-11-24/XCADENA_rechazos-1.txt"], installation.Files());
    }

    [Fact]
    public async Task A_run_without_a_portal_leaves_the_log_of_its_start_its_steps_and_its_end()
    {
        await using var installation = await Installation.CreateAsync(postgres, "runlog");
        installation.WriteLines("XCADENA_20261124.txt", ["ASUPER INTER", "BCARULLA", "D"]);

        var result = await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");

        Assert.DoesNotContain(" INF ", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            "run info,claim info,stage info,stage warning,merge info,merge info,archive info,file info,run info",
            await installation.ScalarAsync<string>(
                """
                SELECT string_agg(coalesce(step, CASE WHEN file_id IS NULL THEN 'run' ELSE 'file' END) || ' ' || level, ',' ORDER BY id)
                  FROM step_log WHERE run_id = 1 AND coalesce(step, '') NOT LIKE 'deliver-%' AND message NOT LIKE '%archivos asignados'
                """));
        Assert.Equal(
            "XCADENA_20261124.txt: 3 leídos, 2 aceptados, 1 rechazados, 0 avisos",
            await installation.ScalarAsync<string>("SELECT message FROM step_log WHERE level = 'warning' AND step = 'stage' AND attempt = 1"));
    }

    [Fact]
    public async Task A_date_with_all_its_files_missing_is_partial_and_names_them()
    {
        await using var installation = await Installation.CreateAsync(postgres, "missing");
        installation.WriteLines("XCADENA_20261124.txt", ["ASUPER INTER"]);

        var result = await installation.RunAsync("run", "--date", "2026-11-24", "--wait", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\"status\":\"partial\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(12, await installation.ScalarAsync<int>("SELECT count(*) FROM error_log WHERE error_type = 'ARCHIVO_FALTANTE'"));
        Assert.Equal(12, await installation.ScalarAsync<int>("SELECT count(*) FROM run_finding WHERE finding = 'faltante'"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        await using var installation = await Installation.CreateAsync(postgres, "dry");
        installation.WriteLines("XCADENA_20261123.txt", ["AUNO", "BDOS", "CTRES"]);
        await installation.RunAsync("run", "--date", "2026-11-23", "--maestra", "XCADENA", "--wait");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BOTRO", "DCUATRO", "E"]);
        var before = await installation.DescribeAsync();

        var result = await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--dry-run", "--json");

        using var json = JsonDocument.Parse(result.Output);
        var file = Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(
            (1, 1, 1, 1, 1),
            (file.GetProperty("inserted").GetInt32(), file.GetProperty("updated").GetInt32(), file.GetProperty("deleted").GetInt32(),
             file.GetProperty("unchanged").GetInt32(), file.GetProperty("rejected").GetInt32()));
        Assert.Equal(before, await installation.DescribeAsync());

        // Kept, and executable for real as long as nothing changed.
        var id = json.RootElement.GetProperty("dry_run_id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var executed = await installation.RunAsync("run", "--execute", id, "--wait", "--json");
        Assert.Contains("\"deleted\":1", executed.Output, StringComparison.Ordinal);
        var again = await installation.RunAsync("run", "--execute", id, "--wait");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("ya se ejecutó", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_is_not_executed_when_the_file_changed_meanwhile()
    {
        await using var installation = await Installation.CreateAsync(postgres, "drychanged");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO"]);
        await installation.RunAsync("run", "--date", "2026-11-24", "--dry-run");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);

        var result = await installation.RunAsync("run", "--execute", "1", "--wait");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("XCADENA_20261124.txt cambió", result.Error, StringComparison.Ordinal);
        Assert.Equal(["input/XCADENA_20261124.txt"], installation.Files());
    }

    [Theory]
    [InlineData("run", "--date", "ayer", "--date vale «ayer»")]
    [InlineData("run", "--maestra", "NADIE", "«NADIE»")]
    [InlineData("run", "--Ingesta:LeaseDuration=nunca", "", "Ingesta:LeaseDuration")]
    [InlineData("run", "--Ingesta:TimeZone=Luna", "", "Ingesta:TimeZone")]
    [InlineData("run", "--Ingesta:Desconocido=1", "", "Ingesta:Desconocido")]
    public async Task Bad_usage_is_told_in_one_sentence(string verb, string option, string value, string told)
    {
        await using var installation = await Installation.CreateAsync(postgres, "usage");

        var result = await installation.RunAsync(value.Length == 0 ? [verb, option] : [verb, option, value]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_database_is_told_in_one_sentence()
    {
        await using var installation = await Installation.CreateAsync(postgres, "unreachable");
        installation.Environment["ConnectionStrings__Hub"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=x;Password=secreta;Database=x";

        var result = await installation.RunAsync("run", "--wait");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("ConnectionStrings:Hub", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secreta", result.Error, StringComparison.Ordinal);
    }
}
