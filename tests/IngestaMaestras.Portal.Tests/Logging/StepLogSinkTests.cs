using System.Diagnostics;
using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Hosting.Logging;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Serilog;
using Serilog.Configuration;
using Serilog.Context;
using Serilog.Core;

namespace IngestaMaestras.Portal.Tests.Logging;

/// <summary>The log lines that are kept with their run, in a real database and in one that is not there.</summary>
public sealed class StepLogSinkTests(PostgresFixture postgres)
{
    private static readonly BatchingOptions Quick = new()
    {
        QueueLimit = null, BatchSizeLimit = 10, BufferingTimeLimit = TimeSpan.FromMilliseconds(20), RetryTimeLimit = TimeSpan.Zero,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_about_a_run_are_kept_with_file_step_and_attempt_and_others_are_not()
    {
        await using var database = await StartAsync();
        await using (var logger = Create(new StepLogSink(database.ConnectionString)))
        {
            logger.Information("De nadie");
            logger.Warning("Ejecución {RunId}: empieza", 7L);
            using (LogContext.PushProperty("RunId", 7L))
            using (LogContext.PushProperty("FileId", 3L))
            using (LogContext.PushProperty("Step", "stage"))
            using (LogContext.PushProperty("Attempt", 2))
            {
                logger.Error("Con \0 nulo");
            }
        }

        Assert.Equal(
            ["warning 7 - - - Ejecución 7: empieza", "error 7 3 stage 2 Con  nulo"],
            await ReadAsync(
                database, "concat_ws(' ', level, run_id, coalesce(file_id::text, '-'), coalesce(step, '-'), coalesce(attempt::text, '-'), message)"));
    }

    [Fact]
    public async Task Neither_secrets_nor_what_records_hold_are_kept()
    {
        await using var database = await StartAsync();
        await using (var logger = Create(new StepLogSink(database.ConnectionString)))
        {
            logger.Error("Ejecución {RunId}: Host=hub;Password=\"se;creta\";Username=x y pwd=otra", 1L);
            logger.Error(await FailAsync(database, "SELECT 'CEDULA123'::int"), "Ejecución {RunId}: falló", 1L);
            logger.Error(await FailAsync(database, "SELECT no_existe"), "Ejecución {RunId}: falló", 1L);
        }

        var lines = await ReadAsync(database, "message || ' ' || coalesce(exception, '')");
        Assert.Contains("Host=hub;Password=***;Username=x y pwd=***", lines[0], StringComparison.Ordinal);
        Assert.Contains("SQLSTATE 22P02", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("CEDULA123", lines[1], StringComparison.Ordinal);
        Assert.Contains("no_existe", lines[2], StringComparison.Ordinal);
        Assert.Contains("   at Npgsql", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_nobody_waits_and_every_line_that_was_lost_is_told()
    {
        // More than may wait.
        const int count = 12_000;
        StringWriter errors = new();
        StepLogSink sink = new(
            new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = FreePort.Next(), Username = "nadie" }.ConnectionString, errors);
        var clock = Stopwatch.StartNew();
        await using (var logger = Create(sink))
        {
            for (var i = 0; i < count; i++)
            {
                logger.Information("Ejecución {RunId}: línea {Number}", 1L, i);
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"logging waited {clock.Elapsed}");
        }

        Assert.Equal(count, sink.Dropped);
        var told = errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => int.Parse(l.Split("perdieron ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(count, told.Sum());
        Assert.True(told.Count <= 3, "it is told now and then, not for each line");
    }

    private static Logger Create(StepLogSink sink)
    {
        LoggerConfiguration logger = new();
        logger.MinimumLevel.Verbose().Enrich.FromLogContext();
        sink.ListenTo(logger, Quick);
        return logger.CreateLogger();
    }

    private async Task<TestDatabase> StartAsync()
    {
        var database = await postgres.CreateDatabaseAsync("steplog");
        await using HubDatabase hub = new(database.ConnectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(Ct);
        return database;
    }

    private static async Task<Exception> FailAsync(TestDatabase database, string sql)
    {
        await using NpgsqlConnection connection = new(database.ConnectionString);
        return await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql));
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database, string expression)
    {
        await using NpgsqlConnection connection = new(database.ConnectionString);
        return [.. await connection.QueryAsync<string>($"SELECT {expression} FROM db_masterdatahub.step_log ORDER BY id")];
    }
}
