using Dapper;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>A database that the first program left, with data in it, under today's program.</summary>
public sealed class UpgradeTests(PostgresFixture postgres, Chromium chromium)
{
    private static readonly string[] Masters = ["XCADENA", "XCAN", "XMONEDA"];

    [Fact]
    public async Task A_dry_run_prints_what_an_upgrade_would_execute_and_changes_nothing()
    {
        await using var installation = await CreateFirstAsync("upgradedry");
        await using var connection = await installation.ConnectAsync();
        var before = await DescribeSchemaAsync(connection);

        var dry = await installation.RunAsync("config", "migrate", "--dry-run");

        Assert.True(dry.ExitCode == 0, dry.Output + dry.Error);
        Assert.DoesNotContain("-- 0001_hub.sql", dry.Output, StringComparison.Ordinal);
        var order = new[] { "-- 0002_delivery.sql", "-- 0003_accounts.sql", "-- 0007_operations.sql" }.Select(n => dry.Output.IndexOf(n, StringComparison.Ordinal)).ToArray();
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain(-1, order);
        Assert.Contains("CREATE TABLE account", dry.Output, StringComparison.Ordinal);
        Assert.Equal(before, await DescribeSchemaAsync(connection));
    }

    [Fact]
    public async Task An_upgrade_keeps_every_row_and_makes_the_schema_that_a_new_installation_has()
    {
        await using var installation = await CreateFirstAsync("upgrade");
        await using var fresh = await Installation.CreateAsync(postgres, "fresh");
        await using var connection = await installation.ConnectAsync();
        var tables = await ReadColumnsAsync(connection);
        var before = await DigestAsync(connection, tables);
        Assert.Contains(before, t => t.StartsWith("db_masterdatahub.tombstone: 2 ", StringComparison.Ordinal));

        var upgraded = await installation.RunAsync("config", "migrate");
        var again = await installation.RunAsync("config", "migrate");

        Assert.True(upgraded.ExitCode == 0, upgraded.Output + upgraded.Error);
        Assert.Contains("0012_backup.sql", upgraded.Output, StringComparison.Ordinal);
        Assert.Contains("al día", again.Error, StringComparison.Ordinal);
        // The journals of the two schemas are what an upgrade adds to.
        Assert.Equal(before, await DigestAsync(connection, tables));
        Assert.Equal(0, (await fresh.RunAsync("config", "migrate")).ExitCode);
        await using var other = await fresh.ConnectAsync();
        Assert.Equal(await DescribeSchemaAsync(other), await DescribeSchemaAsync(connection));
    }

    [Fact]
    public async Task Work_goes_on_after_an_upgrade_a_held_merge_included()
    {
        var installation = await CreateFirstAsync("upgradework");
        // The file of the merge that is held, where it lay.
        var held = Path.Combine(Path.GetDirectoryName(installation.Input)!, "work", "4");
        Assert.Equal(0, (await installation.RunAsync(
            "sample", "--out", held, "--maestra", "XCADENA", "--rows", "8", "--date", "2026-11-23", "--seed", "3", "--manifest", Path.Combine(held, "..", "manifest.json"))).ExitCode);
        File.Move(Path.Combine(held, "XCADENA_20261123.txt"), Path.Combine(held, "10_XCADENA_20261123.txt"));
        File.Delete(Path.Combine(held, "..", "manifest.json"));
        await using var portal = await PortalUnderTest.StartOnAsync(installation, chromium, Masters, new Dictionary<string, string>());

        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        foreach (var page in new[] { "/", "/ejecuciones", "/ejecuciones/4", "/ejecuciones/4/registro", "/errores", "/errores/1", "/errores/grupos", "/archivos", "/archivos/10", "/fechas", "/maestras/XCADENA", "/entregas", "/auditoria" })
        {
            using var response = await visitor.GetAsync(page);
            Assert.True(response.IsSuccessStatusCode, $"{page}: {response.StatusCode}");
        }

        // Everything that the hub had goes to a target that is new to it.
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>(
                "SELECT bool_and(d.watermark >= s.last_version) FROM delivery d JOIN master_state s USING (maestra) WHERE d.target = 'kafka'"),
            TimeSpan.FromMinutes(1), "Kafka has what was there");
        Assert.Equal("held", await installation.ScalarAsync<string>("SELECT status FROM run_file WHERE run_id = 4 AND file_id = 10"));
        var last = await installation.ScalarAsync<long>("SELECT last_version FROM master_state WHERE maestra = 'XCADENA'");
        installation.WriteLines("XCADENA_20261124.txt", [.. Enumerable.Range(0, 26).Select(i => $"{(char)('A' + i)}CADENA {i}")]);

        await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");

        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<string>("SELECT status FROM run_file WHERE run_id = 4 AND file_id = 10") == "superseded",
            TimeSpan.FromMinutes(1), "the held file is covered by the newer one");
        Assert.Equal(26, await installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(last + 1, await installation.ScalarAsync<long>($"SELECT min(_version) FROM erp_cadena WHERE _version > {last}"));
        Assert.Contains(installation.Files(), f => f.EndsWith("XCADENA_20261123.txt", StringComparison.Ordinal) && !f.StartsWith("work", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_program_leaves_a_newer_schema_alone_and_says_so()
    {
        await using var installation = await Installation.CreateAsync(postgres, "newer");
        Assert.Equal(0, (await installation.RunAsync("config", "migrate")).ExitCode);
        await installation.ExecuteAsync(
            "INSERT INTO schema_version (scriptname, applied) VALUES ('IngestaMaestras.Ingestion.Hub.Migrations.9999_later.sql', now())");

        foreach (var verb in new[] { new[] { "serve", "--urls", $"http://127.0.0.1:{FreePort.Next()}" }, ["run", "--date", "2026-11-24"], ["config", "migrate"], ["config", "migrate", "--dry-run"] })
        {
            var refused = await installation.RunAsync(verb);
            Assert.True(refused.ExitCode == 2, $"{verb[0]}: {refused.ExitCode} {refused.Error}");
            Assert.Contains("9999_later.sql", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        }
    }

    private async Task<Installation> CreateFirstAsync(string label)
    {
        var installation = await Installation.CreateAsync(postgres, label);
        await installation.ExecuteAsync(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "IngestaMaestras.Portal.Tests", "Processes", "FirstSchema.sql"), TestContext.Current.CancellationToken));
        return installation;
    }

    /// <summary>Every table of the first schema with its columns of then.</summary>
    private static async Task<IReadOnlyList<(string Table, string Columns)>> ReadColumnsAsync(NpgsqlConnection connection) =>
    [
        .. await connection.QueryAsync<(string, string)>(
            """
            SELECT format('%I.%I', table_schema, table_name), string_agg(format('%I', column_name), ', ' ORDER BY ordinal_position)
              FROM information_schema.columns
             WHERE table_schema IN ('db_masterdatahub', 'db_masterdatahub_staging', 'hangfire') AND table_name NOT IN ('schema_version', 'schema')
             GROUP BY 1 ORDER BY 1
            """),
    ];

    private static async Task<IReadOnlyList<string>> DigestAsync(NpgsqlConnection connection, IReadOnlyList<(string Table, string Columns)> tables)
    {
        List<string> digests = [];
        foreach (var (table, columns) in tables)
        {
            digests.Add((await connection.ExecuteScalarAsync<string>(
                $"SELECT '{table}: ' || count(*) || ' ' || coalesce(md5(string_agg(r::text, '' ORDER BY r::text)), '') FROM (SELECT {columns} FROM {table}) r"))!);
        }

        return digests;
    }

    /// <summary>Columns, constraints and indexes of everything but the masters' own tables, one a line.</summary>
    private static async Task<string> DescribeSchemaAsync(NpgsqlConnection connection) => string.Join('\n', await connection.QueryAsync<string>(
        """
        WITH relation AS (
            SELECT c.oid, c.relkind, c.relname FROM pg_class c
             WHERE c.relnamespace IN ('db_masterdatahub'::regnamespace, to_regnamespace('hangfire')) AND c.relname NOT LIKE 'erp\_%'
        )
        SELECT format('column %s.%s %s %s %s %s', r.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                      pg_get_expr(d.adbin, d.adrelid))
          FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
         WHERE r.relkind IN ('r', 'v', 'm')
        UNION ALL
        SELECT format('constraint %s %s %s', r.relname, k.conname, pg_get_constraintdef(k.oid)) FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
        UNION ALL
        SELECT pg_get_indexdef(i.indexrelid) FROM relation r JOIN pg_index i ON i.indrelid = r.oid
        ORDER BY 1
        """));
}
