using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>What Oracle's faults do to a delivery; the stand-in brings them about.</summary>
public sealed class OracleFaultTests(PostgresFixture postgres)
{
    private static readonly Layout Ciudad = Filas.Ciudad;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MERGE", 2)]
    [InlineData("MERGE", 3)]
    [InlineData("DELETE", 1)]
    [InlineData("SAVEPOINT", 1)]
    [InlineData("UPDATE \"MDH_MARK\"", 1)]
    [InlineData("COMMIT", 1)]
    public async Task A_connection_lost_in_the_middle_of_a_batch_leaves_nothing_and_the_chunk_arrives_later(string statement, int occurrence)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var first = Change.Upsert(Ciudad, 1, 900, "PRIMERA", null);
        await oracle.SendAsync(Ciudad, first);
        HubChange[] chunk = [.. Enumerable.Range(2, 300).Select(i => Change.Upsert(Ciudad, i, i, $"CIUDAD {i}", null)), Change.Delete(Ciudad, 400, first)];
        await using var session = await oracle.OpenAsync(Ciudad);
        var seen = 0;
        oracle.Driver.BeforeStatement = (sql, connection) =>
        {
            if (sql.StartsWith(statement, StringComparison.Ordinal) && ++seen == occurrence)
                oracle.KillAsync(connection).GetAwaiter().GetResult();
        };

        var lost = await Assert.ThrowsAsync<DeliveryException>(() => session.SendAsync(Change.Chunk(chunk), _ => Task.CompletedTask, Ct));

        Assert.True(lost.MayPass, lost.Message);
        Assert.Equal([Change.Entry(Ciudad, first)], await oracle.ReadAsync(Ciudad));
        oracle.Driver.BeforeStatement = null;
        Assert.Empty(await session.SendAsync(Change.Chunk(chunk), _ => Task.CompletedTask, Ct));
        Assert.Equal(chunk.Take(300).Select(c => Change.Entry(Ciudad, c)).Order(StringComparer.Ordinal), await oracle.ReadAsync(Ciudad));
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_may_be_sent_again()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var chunk = Change.Chunk(Change.Upsert(Ciudad, 1, 1, "BOGOTÁ", null));
        await using var session = await oracle.OpenAsync(Ciudad);
        oracle.Driver.AfterCommit = () => throw new StandInException(3113, "ORA-03113: end-of-file on communication channel");

        var unknown = await Assert.ThrowsAsync<DeliveryException>(() => session.SendAsync(chunk, _ => Task.CompletedTask, Ct));

        Assert.True(unknown.MayPass);
        oracle.Driver.AfterCommit = null;
        await session.SendAsync(chunk, _ => Task.CompletedTask, Ct);
        Assert.Equal([Change.Entry(Ciudad, chunk.Changes[0])], await oracle.ReadAsync(Ciudad));
    }

    [Fact]
    public async Task Codes_that_mean_try_again_may_pass_and_others_wait_for_somebody()
    {
        int[] mayPass =
        [
            54, 60, 1013, 1033, 1034, 1089, 1555, 3113, 3114, 3135, 8177, 12152, 12170, 12514, 12537, 12541, 30032, 50000,
        ];
        int[] others = [904, 942, 1017, 1031, 1653];
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        foreach (var number in mayPass.Concat(others))
        {
            var fault = await Assert.ThrowsAsync<DeliveryException>(() => SendWithAsync(oracle, new StandInException(number, $"ORA-{number:00000}: prueba")));
            Assert.True(mayPass.Contains(number) == fault.MayPass, fault.Message);
            Assert.Contains($"ORA-{number:00000}", fault.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await oracle.ReadAsync(Ciudad));
    }

    [Fact]
    public async Task Codes_about_the_contents_of_a_row_are_that_rows_fault()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        foreach (var number in new[] { 1, 1400, 1438, 1461, 2290, 2291, 12899, 20001 })
        {
            var faults = await SendWithAsync(oracle, new StandInException(number, $"ORA-{number:00000}: prueba"));
            Assert.Equal([new RowFault("1", 1, $"ORA-{number:00000}: prueba")], faults);
        }
    }

    [Fact]
    public async Task An_array_with_one_row_refused_and_one_that_hit_a_lock_is_tried_again_as_a_whole()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var session = await oracle.OpenAsync(Ciudad);
        oracle.Driver.BeforeStatement = (sql, _) =>
        {
            if (sql.StartsWith("MERGE", StringComparison.Ordinal))
                throw new StandInException([new StandInError(0, 12899, "ORA-12899"), new StandInError(1, 60, "ORA-00060")]);
        };

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => session.SendAsync(
            Change.Chunk(Change.Upsert(Ciudad, 1, 1, "A", null), Change.Upsert(Ciudad, 2, 2, "B", null)), _ => Task.CompletedTask, Ct));

        Assert.True(fault.MayPass);
    }

    [Fact]
    public async Task Who_takes_over_waits_for_the_batch_under_way_and_then_fences()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var slow = await oracle.OpenAsync(Ciudad, epoch: 1);
        TaskCompletionSource reached = new();
        TaskCompletionSource goOn = new();
        var sending = slow.SendAsync(
            Change.Chunk(Change.Upsert(Ciudad, 1, 1, "A", null)),
            async _ =>
            {
                reached.SetResult();
                await goOn.Task;
            },
            Ct);
        await reached.Task;
        var opening = oracle.NewTarget().OpenAsync(new DeliveryAssignment(Ciudad, 2, 0), Ct);
        await using NpgsqlConnection watcher = new(oracle.PostgresConnectionString);
        await watcher.OpenAsync(Ct);
        await using NpgsqlCommand waiting = new(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", watcher);
        await Eventually.TrueAsync(async () => (long)(await waiting.ExecuteScalarAsync(Ct))! == 1);

        goOn.SetResult();

        Assert.Empty(await sending);
        await using var owner = await opening;
        await Assert.ThrowsAsync<DeliveryLostException>(
            () => slow.SendAsync(Change.Chunk(Change.Upsert(Ciudad, 2, 2, "B", null)), _ => Task.CompletedTask, Ct));
        Assert.Single(await oracle.ReadAsync(Ciudad));
    }

    [Fact]
    public async Task A_cancelled_delivery_commits_nothing()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var session = await oracle.OpenAsync(Ciudad);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SendAsync(
            Change.Chunk(Change.Upsert(Ciudad, 1, 1, "A", null)),
            _ => stop.CancelAsync(),
            stop.Token));

        Assert.Empty(await oracle.ReadAsync(Ciudad));
    }

    [Fact]
    public async Task A_column_that_would_lose_values_is_not_touched_and_the_message_says_what_to_do()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await oracle.SendAsync(Ciudad, Change.Upsert(Ciudad, 1, 1, "BOGOTÁ", null));
        var other = TestLayouts.CiudadWithText;

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => oracle.OpenAsync(other, epoch: 2));

        Assert.False(fault.MayPass);
        Assert.Contains("ERP_CIUDAD.ZONA", fault.Message, StringComparison.Ordinal);
        Assert.Contains("NUMBER(2)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("VARCHAR2(2 CHAR)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_called_like_one_of_ours_is_refused()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var layout = Filas.Sede("COD", more: "MDH_VERSION,3,false,\"numero(3)\"");
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => oracle.OpenAsync(layout));
        Assert.False(fault.MayPass);
        Assert.Contains("MDH_VERSION", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_a_master_that_was_never_delivered_gives_nothing()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        Assert.Empty(await oracle.ReadAsync(Ciudad));
    }

    private static class TestLayouts
    {
        public static Layout CiudadWithText => Support.TestHub.Read(
            Support.Maestra.Ciudad().Replace("ZONA,2,false,numero(2)", "ZONA,2,false,texto(2)", StringComparison.Ordinal)).All[0];
    }

    /// <summary>Sends one row, and the statement that writes it ends so.</summary>
    private static async Task<IReadOnlyList<RowFault>> SendWithAsync(OracleDatabase oracle, StandInException answer)
    {
        await using var session = await oracle.OpenAsync(Ciudad);
        oracle.Driver.BeforeStatement = (sql, _) =>
        {
            if (sql.StartsWith("MERGE", StringComparison.Ordinal))
                throw answer;
        };
        try
        {
            return await session.SendAsync(Change.Chunk(Change.Upsert(Ciudad, 1, 1, "BOGOTÁ", null)), _ => Task.CompletedTask, Ct);
        }
        finally
        {
            oracle.Driver.BeforeStatement = null;
        }
    }
}
