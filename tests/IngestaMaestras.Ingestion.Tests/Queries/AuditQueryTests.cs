using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Audit;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

public sealed class AuditQueryTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_of_one_moment_are_neither_lost_nor_repeated_between_pages_and_days_are_those_of_bogota()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            TRUNCATE audit_log;
            INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, duration)
            SELECT CASE WHEN i % 2 = 0 THEN 'reprocesar' ELSE 'pausar' END, t, t, 'ana', 'succeeded', interval '0'
              FROM generate_series(1, 7) i, (VALUES (timestamptz '2026-11-24 23:30:00-05')) v (t);
            INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, duration)
            VALUES ('pausar', '2026-11-25 00:30:00-05', '2026-11-25 00:30:00-05', 'luis', 'error', interval '0')
            """);
        AuditQueries audit = new(hub.Worker.Database);

        List<AuditItem> all = [];
        await foreach (var row in Page.StreamAsync<AuditItem>(next => audit.ListAsync(new AuditFilter(), AuditCursor.TryParse(next), 3, Ct)))
        {
            all.Add(row);
        }

        Assert.Equal(8, all.Select(r => r.Id).Distinct().Count());
        Assert.Equal(all.OrderByDescending(r => r.ExecutionTime).ThenByDescending(r => r.Id).Select(r => r.Id), all.Select(r => r.Id));
        DateOnly night = new(2026, 11, 24);
        Assert.Equal(7, (await audit.ListAsync(new AuditFilter(night, night), null, 50, Ct)).Items.Count);
        Assert.Equal("luis", Assert.Single((await audit.ListAsync(new AuditFilter(Status: "error"), null, 50, Ct)).Items).UserName);
        Assert.Equal(3, (await audit.ListAsync(new AuditFilter(User: "ana", Action: "reprocesar"), null, 50, Ct)).Items.Count);
    }
}
