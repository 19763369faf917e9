using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Runs;

public sealed class KeyChangeTests(PostgresFixture postgres)
{
    private const string Before =
        """
        ZONA:
          tabla_destino: erp_zona
          tipo: delimitado
          delimitador: "|"
          campos[2]{nombre,index,required,tipo_dato}:
            PAIS,0,true,numero(4)
            ZONA,1,true,texto(5)
          campos_clave[1]: ZONA
        """;

    private static readonly string After = Before.Replace("campos_clave[1]: ZONA", "campos_clave[2]: PAIS,ZONA", StringComparison.Ordinal);

    [Fact]
    public async Task A_change_of_key_first_records_the_old_keys_as_deleted()
    {
        await using var hub = await TestHub.StartAsync(postgres, Before);
        await hub.LoadAsync("ZONA_20261124.txt", "169|A", "13|C");
        hub.Layouts = TestHub.Read(After);
        var refused = await hub.LoadAsync("ZONA_20261125.txt", "169|A", "13|C");
        Assert.Equal("LAYOUT_INVALIDO", refused.ErrorType);
        Assert.Contains("layouts rekey ZONA", refused.ErrorMessage, StringComparison.Ordinal);
        var rows = await hub.RowsAsync("erp_zona");

        var changed = await new KeyChange(hub.Worker.Database).ApplyAsync(
            hub.Layouts.Find("ZONA")!, TestHub.User, "nuevo país en la clave", CancellationToken.None);

        Assert.Equal(rows.Length, changed);
        Assert.Equal(rows, await hub.RowsAsync("erp_zona"));
        Assert.Equal(rows.Length, (await hub.QueryAsync("SELECT key_text FROM tombstone")).Length);
        // Deletions come before the rows' new versions.
        Assert.Equal(["t"], await hub.QueryAsync("SELECT (SELECT max(version) FROM tombstone) < (SELECT min(_version) FROM erp_zona)"));
        Assert.Equal(["t"], await hub.QueryAsync("SELECT last_version = (SELECT max(_version) FROM erp_zona) FROM master_state"));

        // Versions of a key change belong to no file, so the run is followed without the harness's check of ranges.
        hub.Put("ZONA_20261126.txt", "169|A", "13|C", "14|C");
        await hub.Worker.Runs.StartAsync(
            TestHub.Date("2026-11-26"), RunTrigger.Operator, new RunParameters(), TestHub.User, null, CancellationToken.None);
        await hub.Worker.DrainAsync();
        Assert.Equal(["13|C", "14|C", "169|A"], await hub.RowsAsync("erp_zona"));
    }

    [Fact]
    public async Task Rows_that_do_not_allow_the_new_key_are_told_and_nothing_changes()
    {
        await using var hub = await TestHub.StartAsync(postgres, After);
        await hub.LoadAsync("ZONA_20261124.txt", "169|A", "13|A");
        hub.Layouts = TestHub.Read(Before);

        var error = await Assert.ThrowsAsync<HubTableException>(() => new KeyChange(hub.Worker.Database).ApplyAsync(
            hub.Layouts.Find("ZONA")!, TestHub.User, "sin país", CancellationToken.None));

        Assert.Contains("erp_zona", error.Message, StringComparison.Ordinal);
        Assert.Empty(await hub.QueryAsync("SELECT key_text FROM tombstone"));
        Assert.Equal(["2"], await hub.QueryAsync("SELECT last_version FROM master_state"));
    }
}
