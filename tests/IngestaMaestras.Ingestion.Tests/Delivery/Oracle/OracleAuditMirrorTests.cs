using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>The copy of audit_log in Oracle; against a real one too where there is one.</summary>
[Collection(nameof(OracleDatabase))]
public sealed class OracleAuditMirrorTests(PostgresFixture postgres)
{
    public static TheoryData<string> Engines => OracleDatabase.Engines;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_row_is_copied_once_with_all_it_holds(string engine)
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var mirror = Mirror(oracle, hub);
        Assert.Equal(0, await mirror.MirrorAsync(Ct));
        var long_ = new string('ñ', 40_000);
        await WriteAsync(hub, new AuditEntry(
            "archivo", "sistema", "loaded", new { Archivo = "X.txt" }, new { Filas = 3 }, Duration: TimeSpan.FromMilliseconds(93_784_567)));
        await WriteAsync(hub, new AuditEntry("devolver", "ana", "error", new { Texto = long_ }, ErrorMessage: "no se pudo"));

        Assert.Equal(2, await mirror.MirrorAsync(Ct));
        Assert.Equal(0, await mirror.MirrorAsync(Ct));
        Assert.Equal(0, await Mirror(oracle, hub).MirrorAsync(Ct));

        Assert.Equal(
            await hub.QueryAsync("SELECT procedure_name, user_name, result_status, coalesce(error_message, '-'), parameters::text, coalesce(result::text, '-') FROM audit_log ORDER BY id"),
            await oracle.QueryAsync("""SELECT "PROCEDURE_NAME", "USER_NAME", "RESULT_STATUS", NVL("ERROR_MESSAGE", '-'), "PARAMETERS", NVL("RESULT", '-') FROM "AUDIT_LOG" ORDER BY "ID" """));
        Assert.Equal(
            await hub.QueryAsync("SELECT id, to_char(execution_time AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS') FROM audit_log ORDER BY id"),
            await oracle.QueryAsync("""SELECT "ID", TO_CHAR(SYS_EXTRACT_UTC("EXECUTION_TIME"), 'YYYYMMDDHH24MISS') FROM "AUDIT_LOG" ORDER BY "ID" """));
        // 1 day, 2 h, 3 min, 4.567 s.
        Assert.Equal(
            ["1"],
            await oracle.QueryAsync("""SELECT COUNT(*) FROM "AUDIT_LOG" WHERE "DURATION" = NUMTODSINTERVAL(93784.567, 'SECOND')"""));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_rows_and_rows_that_appear_below_copied_ones_arrive(string engine)
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        await InsertAsync(hub, 1, 1203);
        await hub.ExecuteAsync("DELETE FROM audit_log WHERE id = 1100");
        var mirror = Mirror(oracle, hub);
        Assert.Equal(1202, await mirror.MirrorAsync(Ct));

        // Its number was given before, its transaction ended after.
        await InsertAsync(hub, 1100, 1100);
        Assert.Equal(1, await mirror.MirrorAsync(Ct));

        Assert.Equal(["1203|1203"], await oracle.QueryAsync("""SELECT COUNT(*), COUNT(DISTINCT "ID") FROM "AUDIT_LOG" """));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_hub_that_was_restored_goes_on_being_copied(string engine)
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        await InsertAsync(hub, 1, 10);
        await Mirror(oracle, hub).MirrorAsync(Ct);

        await hub.ExecuteAsync("DELETE FROM audit_log WHERE id > 6");
        await hub.ExecuteAsync(InsertSql(7, 8, "interval '1 hour'"));

        Assert.Equal(2, await Mirror(oracle, hub).MirrorAsync(Ct));
    }

    [Fact]
    public async Task Oracle_being_away_fails_nothing_and_the_rows_come_later()
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var mirror = Mirror(oracle, hub);
        await InsertAsync(hub, 1, 3);
        oracle.Driver.BeforeStatement = (sql, connection) =>
        {
            if (sql.StartsWith("INSERT INTO \"AUDIT_LOG\"", StringComparison.Ordinal))
                oracle.KillAsync(connection).GetAwaiter().GetResult();
        };
        Assert.Equal(0, await mirror.MirrorAsync(Ct));

        oracle.Driver.BeforeStatement = null;
        Assert.Equal(3, await mirror.MirrorAsync(Ct));
    }

    [Fact]
    public async Task Two_workers_copy_each_row_once()
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await InsertAsync(hub, 1, 700);

        var copied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Mirror(oracle, hub).MirrorAsync(Ct)));

        Assert.Equal(700, copied.Sum());
        Assert.Equal(["700"], await oracle.QueryAsync("""SELECT COUNT(*) FROM "AUDIT_LOG" """));
    }

    [Fact]
    public async Task Without_Oracle_there_is_nothing_to_do()
    {
        await using var hub = await TestHub.StartAsync(postgres, LayoutSet.Empty);
        await InsertAsync(hub, 1, 1);
        OracleAuditMirror mirror = new(new OracleOptions(), new StandInFactory(), hub.Worker.Database, NullLogger<OracleAuditMirror>.Instance);
        Assert.Equal(0, await mirror.MirrorAsync(Ct));
    }

    private static OracleAuditMirror Mirror(OracleDatabase oracle, TestHub hub) =>
        new(oracle.Options, oracle.Factory, hub.Worker.Database, NullLogger<OracleAuditMirror>.Instance);

    private static async Task WriteAsync(TestHub hub, AuditEntry entry)
    {
        await using var connection = await hub.OpenAsync();
        await AuditLog.WriteAsync(connection, entry, Ct);
    }

    private static Task<int> InsertAsync(TestHub hub, int first, int last) => hub.ExecuteAsync(InsertSql(first, last, "interval '0'"));

    private static string InsertSql(int first, int last, string later) =>
        $"""
        INSERT INTO audit_log (id, procedure_name, execution_time, end_time, user_name, result_status, duration)
        OVERRIDING SYSTEM VALUE
        SELECT i, 'prueba', now() + {later}, now() + {later}, 'ana', 'succeeded', interval '1 second' FROM generate_series({first}, {last}) i
        """;
}
