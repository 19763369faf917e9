using System.Data;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Tests.Delivery.Oracle;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// Array-bound batches, as they are delivered, against the same MERGE executed row by row, both in transactions of a
/// chunk, on the tests' stand-in for Oracle, which sends an array in one round trip as Oracle's driver does. The second
/// half puts a network's way of half a millisecond before each statement.
/// </summary>
internal static class OracleBenchmark
{
    private const int ChunkSize = 5_000;

    public static async Task RunAsync(int rows, int repetitions)
    {
        var layout = Xcateg.ReadLayout();
        await using PostgresFixture postgres = new();
        var chunks = Enumerable.Range(0, rows).Select(i => Change(layout, i)).Chunk(ChunkSize)
            .Select(c => new DeliveryChunk(c[0].Version - 1, c[^1].Version, c)).ToList();
        foreach (var wait in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(0.5) })
        {
            await CompareAsync(postgres, layout, chunks, rows, repetitions, wait);
        }
    }

    private static async Task CompareAsync(
        PostgresFixture postgres, Layout layout, List<DeliveryChunk> chunks, int rows, int repetitions, TimeSpan wait)
    {
        int[] batches = [100, 1_000, 5_000];
        var results = batches.Prepend(0).ToDictionary(b => b, _ => new List<double>());
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var batch in results.Keys)
            {
                await using var database = await postgres.CreateDatabaseAsync("oracle");
                await using (NpgsqlConnection connection = new(database.ConnectionString))
                {
                    await connection.ExecuteAsync(StandInDialect.Prepare);
                }

                StandInFactory factory = new() { NamesRows = false };
                OracleOptions options = new() { ConnectionString = StandInFactory.ConnectionString(database.ConnectionString), BatchSize = Math.Max(1, batch) };
                OracleTarget target = new(options, factory, TimeProvider.System, NullLogger<OracleTarget>.Instance);
                await using var session = await target.OpenAsync(new DeliveryAssignment(layout, 1, 0), CancellationToken.None);

                // Makes tables and plans on both sides, and tells the statement.
                await session.SendAsync(chunks[0] with { Changes = [chunks[0].Changes[0]] }, _ => Task.CompletedTask, CancellationToken.None);
                var merge = factory.Statements.Last(s => s.StartsWith("MERGE", StringComparison.Ordinal));
                factory.BeforeStatement = (_, _) => Wait(wait);
                var watch = Stopwatch.StartNew();
                foreach (var chunk in chunks)
                {
                    await (batch == 0
                        ? SendRowByRowAsync(factory, options, merge, layout, chunk)
                        : session.SendAsync(chunk, _ => Task.CompletedTask, CancellationToken.None));
                }

                results[batch].Add(watch.Elapsed.TotalSeconds);
            }
        }

        var single = Numbers.Median(results[0], s => s);
        foreach (var (batch, seconds) in results)
        {
            var median = Numbers.Median(seconds, s => s);
            var name = batch == 0 ? "row by row" : $"arrays of {batch}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {wait.TotalMilliseconds:0.0} ms | {name} | {median:0.00} | {rows / median:0} | {single / median:0.0} |"));
        }
    }

    private static async Task SendRowByRowAsync(StandInFactory factory, OracleOptions options, string merge, Layout layout, DeliveryChunk chunk)
    {
        await using var connection = factory.CreateConnection();
        connection.ConnectionString = options.ConnectionString!;
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using StandInCommand command = (StandInCommand)connection.CreateCommand();
        command.BindByName = true;
        command.CommandText = merge;
        command.Transaction = transaction;
        foreach (var change in chunk.Changes)
        {
            command.Parameters.Clear();
            var ordinal = 0;
            foreach (var (type, value) in Bind(layout, change))
            {
                command.Parameters.Add(new StandInParameter { ParameterName = $"p{ordinal++}", DbType = type, Value = value });
            }

            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await transaction.CommitAsync();
    }

    private static IEnumerable<(DbType Type, object? Value)> Bind(Layout layout, HubChange change)
    {
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            yield return (layout.Columns[i].Type.Kind == FieldKind.Text ? DbType.String : DbType.Int64, change.Values[i]);
        }

        yield return (DbType.DateTime, DateTime.SpecifyKind(change.ChangedAt.UtcDateTime, DateTimeKind.Unspecified));
        yield return (DbType.Int64, change.Version);
    }

    private static HubChange Change(Layout layout, int i)
    {
        object?[] values = [(long)(i / 100_000), (long)(i % 100_000), $"CATEGORIA NUMERO {i}", "01"];
        return new HubChange(
            ChangeOp.Upsert, RecordText.Key(layout, values), i + 1, values, null, new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero), 1, i + 1, 1,
            new DateOnly(2026, 11, 24));
    }

    /// <summary>Timers are too coarse for this.</summary>
    private static void Wait(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Thread.SpinWait(20);
        }
    }
}
