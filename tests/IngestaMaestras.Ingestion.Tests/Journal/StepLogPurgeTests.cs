using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Journal;

public sealed class StepLogPurgeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Lines_older_than_thirty_days_go_in_batches_and_how_many_is_audited()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            INSERT INTO step_log (at, level, run_id, message)
            SELECT now() - make_interval(days => 40 - n), 'info', 1, 'día ' || n FROM generate_series(1, 20) n
            """);

        Assert.Equal(10, await new StepLogPurge(hub.Worker.Database).ExecuteAsync(TestContext.Current.CancellationToken, batchSize: 4));

        Assert.Equal(["11|20"], await hub.QueryAsync("SELECT min(substr(message, 5)::int), max(substr(message, 5)::int) FROM step_log"));
        Assert.Equal(0, await new StepLogPurge(hub.Worker.Database).ExecuteAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            ["sistema|10"],
            await hub.QueryAsync("SELECT user_name, result ->> 'total' FROM audit_log WHERE procedure_name = 'purgar_registro_de_pasos'"));
    }
}
