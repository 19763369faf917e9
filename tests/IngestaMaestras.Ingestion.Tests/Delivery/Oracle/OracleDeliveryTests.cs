using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>What arrives in Oracle; against the stand-in, and against a real Oracle where there is one.</summary>
[Collection(nameof(OracleDatabase))]
public sealed class OracleDeliveryTests(PostgresFixture postgres)
{
    private static readonly Layout Ciudad = Filas.Ciudad;

    public static TheoryData<string> Engines => OracleDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_first_load_an_update_and_a_delete_arrive(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var bogota = Change.Upsert(Ciudad, 1, 1, "BOGOTÁ", 11);
        var cali = Change.Upsert(Ciudad, 2, 2, "CALI", null);
        Assert.Empty(await oracle.SendAsync(Ciudad, bogota, cali));
        Assert.Equal([Change.Entry(Ciudad, bogota), Change.Entry(Ciudad, cali)], await oracle.ReadAsync(Ciudad));

        var renamed = Change.Upsert(Ciudad, 3, 2, "SANTIAGO DE CALI", 12);
        Assert.Empty(await oracle.SendAsync(Ciudad, renamed, Change.Delete(Ciudad, 4, bogota)));

        Assert.Equal([Change.Entry(Ciudad, renamed)], await oracle.ReadAsync(Ciudad));
        Assert.Equal(["2|SANTIAGO DE CALI|12|3"], await oracle.QueryAsync("""SELECT "COD", "NOMBRE", "ZONA", "MDH_VERSION" FROM "ERP_CIUDAD" """));
        Assert.Equal(
            ["2026-11-24 07:03:04.567"],
            await oracle.QueryAsync("""SELECT TO_CHAR(SYS_EXTRACT_UTC("FEMOD"), 'YYYY-MM-DD HH24:MI:SS.FF3') FROM "ERP_CIUDAD" """));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_record_that_is_its_own_key_arrives_and_goes(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var layout = Filas.SinClave;
        var bogota = Change.Upsert(layout, 1, "BOGOTÁ", 11);
        var same = Change.Upsert(layout, 2, "BOGOTÁ", null);
        await oracle.SendAsync(layout, bogota, same);

        await oracle.SendAsync(layout, Change.Delete(layout, 3, bogota));

        Assert.Equal([Change.Entry(layout, same)], await oracle.ReadAsync(layout));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_higher_version_is_neither_overwritten_nor_deleted(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var newer = Change.Upsert(Ciudad, 10, 1, "NUEVA", null);
        await oracle.SendAsync(Ciudad, newer);

        await oracle.SendAsync(Ciudad, Change.Upsert(Ciudad, 9, 1, "VIEJA", null));
        await oracle.SendAsync(Ciudad, Change.Delete(Ciudad, 8, newer));

        Assert.Equal([Change.Entry(Ciudad, newer)], await oracle.ReadAsync(Ciudad));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_same_version_repairs_what_somebody_changed(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var row = Change.Upsert(Ciudad, 5, 1, "BOGOTÁ", null);
        await oracle.SendAsync(Ciudad, row);
        await oracle.ExecuteAsync("""UPDATE "ERP_CIUDAD" SET "NOMBRE" = 'OTRA'""");
        Assert.NotEqual([Change.Entry(Ciudad, row)], await oracle.ReadAsync(Ciudad));

        await oracle.SendAsync(Ciudad, row);

        Assert.Equal([Change.Entry(Ciudad, row)], await oracle.ReadAsync(Ciudad));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_chunk_that_is_sent_twice_changes_nothing(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var gone = Change.Upsert(Ciudad, 1, 999, "SE VA", null);
        await oracle.SendAsync(Ciudad, gone);
        HubChange[] chunk = [.. Enumerable.Range(2, 250).Select(i => Change.Upsert(Ciudad, i, i, $"CIUDAD {i}", i % 100)), Change.Delete(Ciudad, 300, gone)];
        await oracle.SendAsync(Ciudad, chunk);
        var once = await oracle.QueryAsync("""SELECT "COD", "NOMBRE", "ZONA", "FEMOD", "MDH_VERSION" FROM "ERP_CIUDAD" ORDER BY 1""");

        await oracle.SendAsync(Ciudad, chunk);

        Assert.Equal(250, once.Length);
        Assert.Equal(once, await oracle.QueryAsync("""SELECT "COD", "NOMBRE", "ZONA", "FEMOD", "MDH_VERSION" FROM "ERP_CIUDAD" ORDER BY 1"""));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Rows_known_by_a_former_key_go_and_those_of_the_new_key_come(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var before = Filas.Sede("CIA,COD");
        HubChange[] old = [Change.Upsert(before, 1, "01", "A", "uno"), Change.Upsert(before, 2, "02", "B", "dos")];
        // One that the hub does not have any more, and whose COD another one has too.
        var twin = Change.Upsert(before, 3, "03", "A", "sobra");
        await oracle.SendAsync(before, [.. old, twin]);

        var after = Filas.Sede("COD");
        HubChange[] now = [Change.Upsert(after, 7, "01", "A", "uno"), Change.Upsert(after, 8, "02", "B", "dos")];
        await oracle.SendAsync(
            after, Change.Delete(before, 4, old[0]), Change.Delete(before, 5, old[1]), Change.Delete(before, 6, twin), now[0], now[1]);

        Assert.Equal(now.Select(c => Change.Entry(after, c)), await oracle.ReadAsync(after));
        // The key itself follows with the next delivery, when no row of the old one is left.
        await oracle.SendAsync(after, Change.Upsert(after, 9, "01", "C", null));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => oracle.ExecuteAsync("""INSERT INTO "ERP_SEDE" ("CIA", "COD") VALUES ('09', 'A')"""));
        await oracle.SendAsync(after, Change.Upsert(after, 10, "01", "D", null));
        Assert.Equal(4, (await oracle.ReadAsync(after)).Length);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_key_that_becomes_longer_lets_in_what_the_old_one_would_refuse(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var before = Filas.Sede("COD");
        var old = Change.Upsert(before, 1, "01", "A", null);
        await oracle.SendAsync(before, old);

        var after = Filas.Sede("COD,CIA");
        HubChange[] now = [Change.Upsert(after, 3, "01", "A", "x"), Change.Upsert(after, 4, "02", "A", "y")];
        Assert.Empty(await oracle.SendAsync(after, Change.Delete(before, 2, old), now[0], now[1]));

        Assert.Equal(now.Select(c => Change.Entry(after, c)), await oracle.ReadAsync(after));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_row_that_Oracle_refuses_is_told_and_the_others_arrive(string engine)
    {
        foreach (var namesRows in new[] { true, false })
        {
            await using var oracle = await OracleDatabase.StartAsync(postgres, engine, namesRows);
            var layout = Filas.Sede("COD", "COD,1,true,\"texto(4)\"");
            HubChange[] chunk = [.. Enumerable.Range(1, 250).Select(i => Change.Upsert(layout, i, "01", $"{i}", i is 7 or 150 or 151 ? new string('Ñ', 4001) : "bien"))];

            var faults = await oracle.SendAsync(layout, chunk);

            Assert.Equal(["7@7", "150@150", "151@151"], faults.OrderBy(f => f.Version).Select(f => $"{f.Key}@{f.Version}"));
            Assert.All(faults, f => Assert.StartsWith("ORA-", f.Reason, StringComparison.Ordinal));
            Assert.Equal(247, (await oracle.ReadAsync(layout)).Length);
            await oracle.SendAsync(layout, Change.Upsert(layout, 300, "01", "7", "ya cabe"));
            Assert.Equal(248, (await oracle.ReadAsync(layout)).Length);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_chunk_of_nothing_but_refused_rows_holds_nothing_up(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var layout = Filas.Sede("COD");
        await oracle.SendAsync(layout, Change.Upsert(layout, 1, "01", "A", null));
        await oracle.ExecuteAsync("""ALTER TABLE "ERP_SEDE" ADD CONSTRAINT MDH_TEST CHECK ("CIA" = '01')""");

        var faults = await oracle.SendAsync(layout, Change.Upsert(layout, 2, "02", "B", null), Change.Upsert(layout, 3, "02", "C", null));

        Assert.Equal(2, faults.Count);
        Assert.Equal(["*|1|3"], await oracle.QueryAsync("""SELECT '*', "EPOCH", "VERSION" FROM "MDH_MARK" WHERE "MAESTRA" = 'SEDE'"""));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_fenced_session_commits_nothing_and_cannot_open_again(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        await using var stalled = await oracle.OpenAsync(Ciudad, epoch: 1);
        await using var owner = await oracle.OpenAsync(Ciudad, epoch: 2);

        await Assert.ThrowsAsync<DeliveryLostException>(
            () => stalled.SendAsync(Change.Chunk(Change.Upsert(Ciudad, 1, 1, "TARDE", null)), _ => Task.CompletedTask, Ct));
        await Assert.ThrowsAsync<DeliveryLostException>(() => oracle.OpenAsync(Ciudad, epoch: 1));

        Assert.Empty(await oracle.ReadAsync(Ciudad));
        await owner.SendAsync(Change.Chunk(Change.Upsert(Ciudad, 1, 1, "A TIEMPO", null)), _ => Task.CompletedTask, Ct);
        Assert.Single(await oracle.ReadAsync(Ciudad));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_lost_the_lease_is_told_right_before_the_commit_and_commits_nothing(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        await using var session = await oracle.OpenAsync(Ciudad);
        var chunk = Change.Chunk(Change.Upsert(Ciudad, 1, 1, "BOGOTÁ", null));

        await Assert.ThrowsAsync<DeliveryLostException>(
            () => session.SendAsync(chunk, _ => throw new DeliveryLostException("Oracle", "CIUDAD"), Ct));
        Assert.Empty(await oracle.ReadAsync(Ciudad));

        await session.SendAsync(chunk, _ => Task.CompletedTask, Ct);
        Assert.Single(await oracle.ReadAsync(Ciudad));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_workers_that_make_the_same_tables_at_once_both_succeed(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var other = Filas.Sede("COD");
        var workers = Enumerable.Range(0, 6).Select(async i =>
        {
            var layout = i % 2 == 0 ? Ciudad : other;
            try
            {
                await using var session = await oracle.NewTarget().OpenAsync(new DeliveryAssignment(layout, i + 1, 0), Ct);
                HubChange[] rows = [.. Enumerable.Range(1, 150).Select(k => layout == Ciudad
                    ? Change.Upsert(Ciudad, k, k, $"CIUDAD {k}", null)
                    : Change.Upsert(other, k, "01", $"{k}", null))];
                await session.SendAsync(Change.Chunk(rows), _ => Task.CompletedTask, Ct);
                return 1;
            }
            catch (DeliveryLostException)
            {
                // Another worker came with a newer epoch, as it may.
                return 0;
            }
        });

        var done = await Task.WhenAll(workers);

        Assert.InRange(done.Sum(), 2, 6);
        Assert.Equal(150, (await oracle.ReadAsync(Ciudad)).Length);
        Assert.Equal(150, (await oracle.ReadAsync(other)).Length);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_table_grows_with_its_layout_and_keeps_what_it_has(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var before = Filas.Sede("COD");
        var kept = Change.Upsert(before, 1, "01", "A", "nota");
        await oracle.SendAsync(before, kept);
        await oracle.ExecuteAsync("""ALTER TABLE "ERP_SEDE" ADD "DE_OTRO" NUMBER(3)""");

        var after = Filas.Sede("COD", "COD,1,true,\"texto(9)\"", "PRECIO,3,false,\"decimal(10,2)\"");
        var longer = Change.Upsert(after, 2, "01", "ABCDEFGHI", null, 12.5m);
        Assert.Empty(await oracle.SendAsync(after, longer));
        var wider = Filas.Sede("COD", "COD,1,true,\"texto(9)\"", "PRECIO,3,false,\"decimal(12,3)\"");
        var widest = Change.Upsert(wider, 3, "01", "B", null, 123456789.125m);
        Assert.Empty(await oracle.SendAsync(wider, widest));
        // A worker whose layouts are older narrows nothing.
        Assert.Empty(await oracle.SendAsync(before, Change.Upsert(before, 4, "01", "C", null)));

        Assert.Equal(
            ["A|∅", "ABCDEFGHI|12.5", "B|123456789.125", "C|∅"],
            (await oracle.QueryAsync("""SELECT "COD", "PRECIO" FROM "ERP_SEDE" ORDER BY 1""")).Select(r => r.Replace(".500", ".5", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Columns_may_be_called_like_reserved_words(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var layout = Filas.Sede("COD", "COD,1,true,\"texto(4)\"", "DATE,3,false,\"fecha(yyyyMMdd)\"", "LEVEL,4,false,\"booleano(S/N)\"", "SELECT,5,false,\"numero(18)\"");
        var row = Change.Upsert(layout, 1, "01", "A", "x", new DateOnly(1999, 12, 31), false, 999_999_999_999_999_999L);

        Assert.Empty(await oracle.SendAsync(layout, row));

        Assert.Equal([Change.Entry(layout, row)], await oracle.ReadAsync(layout));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_database_keeps_its_identity_and_an_emptied_one_gets_another(string engine)
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        var identities = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => oracle.NewTarget().IdentifyAsync(Ct)));
        Assert.Single(identities.Select(i => i.Identity).Distinct());
        Assert.NotEmpty(identities[0].Address);

        await oracle.ExecuteAsync("""DROP TABLE "MDH_INSTALLATION" """);

        Assert.NotEqual(identities[0].Identity, (await oracle.Target.IdentifyAsync(Ct)).Identity);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
