using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>A data root and a database of a test's own, and the program run on them as a user would.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const int Width = 321;

    private static readonly string[] DataFolders = ["input", "work", "processed", "error"];

    private readonly TempFolder _root = new();
    private readonly TestDatabase _database;

    private Installation(TestDatabase database)
    {
        _database = database;
        Directory.CreateDirectory(Input);
        Environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Hub"] = database.ConnectionString,
            ["Ingesta__DataRoot"] = _root.Path,
            ["Ingesta__ArrivalQuietPeriod"] = "00:00:00.100",
            ["Ingesta__LeaseDuration"] = "00:00:03",
            ["Ingesta__LeaseRenewInterval"] = "00:00:00.500",
        };
    }

    /// <summary>Settings, as environment variables; a test may change them before it starts a process.</summary>
    public Dictionary<string, string?> Environment { get; }

    public string Root => _root.Path;

    public string Input => Path.Combine(_root.Path, "input");

    public static async Task<Installation> CreateAsync(PostgresFixture postgres, string label) =>
        new(await postgres.CreateDatabaseAsync(label));

    /// <summary>A file of fixed-width lines, padded as the ERP pads them.</summary>
    public void WriteLines(string name, IEnumerable<string> lines)
    {
        using StreamWriter writer = new(Path.Combine(Input, name), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line.PadRight(Width));
        }
    }

    /// <summary>Many rows of XCATEG: 3 + 5 digits of key, then a name.</summary>
    public void WriteCategories(string date, int rows) => WriteLines(
        $"XCATEG_{date}.txt", Enumerable.Range(1, rows).Select(i => $"{i / 1000:000}{i % 1000:00000}CATEGORÍA {i}"));

    /// <summary>The program, running.</summary>
    public IngestaProcess Start(params string[] arguments) => new(arguments, Environment);

    /// <summary>The program, run to its end.</summary>
    public Task<ProcessResult> RunAsync(params string[] arguments) =>
        IngestaProcess.RunAsync(arguments, Environment, timeout: TimeSpan.FromMinutes(3));

    /// <summary>The program put together in this process as it serves, not started: for what only its parts can tell.</summary>
    /// <param name="time">Null: the machine's.</param>
    public async Task<WebApplication> BuildAsync(TimeProvider? time = null)
    {
        var builder = PortalHost.CreateBuilder(
            [.. Environment.Select(s => $"--{s.Key.Replace("__", ":", StringComparison.Ordinal)}={s.Value}")]);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        var options = Settings.ReadIngesta(builder.Configuration);
        var connector = await HubConnector.ConnectAsync(builder.Configuration, options, NullLogger.Instance, TestContext.Current.CancellationToken);
        return PortalHost.Build(builder, options, portal: true, new RuntimeOptions(true, true), connector);
    }

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            SearchPath = "db_masterdatahub,public",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The disk of the database is gone: an empty one of the same name is all there is.</summary>
    public async Task DestroyDatabaseAsync()
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Database = "postgres", Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync($"""DROP DATABASE "{_database.Name}" WITH (FORCE)""");
        await connection.ExecuteAsync($"""CREATE DATABASE "{_database.Name}" """);
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Waits until every run has ended, and gives the last one's state.</summary>
    public async Task<string> RunEndedAsync()
    {
        await Eventually.TrueAsync(
            async () => await ScalarAsync<bool>(
                """
                SELECT CASE WHEN to_regclass('run') IS NULL THEN false
                            ELSE EXISTS (SELECT 1 FROM run) AND NOT EXISTS (SELECT 1 FROM run WHERE status IN ('queued', 'running')) END
                """),
            TimeSpan.FromMinutes(2),
            "every run has ended");
        return (await ScalarAsync<string>("SELECT status FROM run ORDER BY run_id DESC LIMIT 1"))!;
    }

    /// <summary>Files under the data root, relative, without the private parts.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. DataFolders
            .Select(f => Path.Combine(_root.Path, f))
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(_root.Path, f))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Everything that must be the same however often the work was interrupted: rows with their versions and lineage, the
    /// outcome of each file, errors, tombstones and where the files lie. Files and runs are told by name and order: an
    /// interrupted insert has used up an id.
    /// </summary>
    public async Task<string> DescribeAsync()
    {
        await using var connection = await ConnectAsync();
        StringBuilder text = new();
        var tables = await connection.QueryAsync<string>(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'db_masterdatahub' AND tablename LIKE 'erp\\_%' ORDER BY 1");
        foreach (var table in tables)
        {
            // The whole table as one hash: rows in version order, without the moment of the change.
            var hash = await connection.ExecuteScalarAsync<string>(
                $"""
                SELECT count(*) || ' ' || coalesce(md5(string_agg(
                         (to_jsonb(t) - 'femod' - '_file_id')::text || f.file_name, '' ORDER BY _version)), '')
                  FROM {table} t LEFT JOIN file f ON f.file_id = t._file_id
                """);
            text.Append(table).Append(": ").AppendLine(hash);
        }

        foreach (var query in new[]
        {
            """
            SELECT concat_ws(' ', f.file_name, rf.status, rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count,
                   rf.updated_count, rf.deleted_count, rf.unchanged_count, rf.version_from, rf.version_to, rf.error_type, f.path)
              FROM run_file rf JOIN file f USING (file_id) ORDER BY rf.run_id, f.file_name
            """,
            "SELECT concat_ws(' ', error_type, severity, maestra, file_name, line_number, field, rule, value, message) FROM error_log ORDER BY 1",
            "SELECT concat_ws(' ', maestra, key_text, version) FROM tombstone ORDER BY 1",
            "SELECT concat_ws(' ', row_number() OVER (ORDER BY run_id), fecha_proceso, status) FROM run ORDER BY run_id",
            "SELECT concat_ws(' ', maestra, fecha_proceso, chain_order, last_version) FROM master_state ORDER BY 1",
            "SELECT 'staging ' || count(*) FROM pg_tables WHERE schemaname = 'db_masterdatahub_staging'",
        })
        {
            foreach (var line in await connection.QueryAsync<string>(query))
            {
                text.AppendLine(line);
            }
        }

        foreach (var file in Files())
        {
            text.AppendLine(file);
        }

        return Regex.Replace(text.ToString(), "(?<=_rechazos-)[0-9]+", "N");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _root.Dispose();
    }
}
