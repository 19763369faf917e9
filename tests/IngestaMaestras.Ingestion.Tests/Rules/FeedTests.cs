using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>The rules under "Feed": what is sent, in which order, by whom, and what moves the watermark.</summary>
public sealed class FeedTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chunk_is_one_statement_rows_and_tombstones_together_in_version_order()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        var layout = hub.Layouts.All.Single();
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|7");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6", "3|NEIVA|7", "4|PASTO|");

        var all = await hub.Worker.Feed.ReadAsync(layout, 0, 6, 100, Ct);
        var first = await hub.Worker.Feed.ReadAsync(layout, 0, 6, 2, Ct);
        var rest = await hub.Worker.Feed.ReadAsync(layout, first.UpTo, 6, 100, Ct);

        Assert.Equal(["3 v3 Upsert", "4 v4 Upsert", "1 v5 Upsert", "2 v6 Delete"], Texts(all));
        Assert.Equal((0, 4), (first.After, first.UpTo));
        Assert.Equal(["3 v3 Upsert", "4 v4 Upsert"], Texts(first));
        Assert.Equal(["1 v5 Upsert", "2 v6 Delete"], Texts(rest));
        Assert.Equal(6, rest.UpTo);
        Assert.Equal(2L, rest.Changes[1].KeyValues!["cod"]);
    }

    [Fact]
    public async Task A_merge_that_inserts_a_key_again_removes_its_tombstone()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        Assert.Equal(["2"], await hub.QueryAsync("SELECT key_text FROM tombstone"));

        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|");

        Assert.Empty(await hub.QueryAsync("SELECT key_text FROM tombstone"));
        Assert.Equal(["1 v1 Upsert", "2 v4 Upsert"], Texts(await hub.Worker.Feed.ReadAsync(hub.Layouts.All.Single(), 0, 4, 100, Ct)));
    }

    [Fact]
    public async Task A_row_that_changed_again_before_it_was_sent_is_sent_in_its_newest_state()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6", "2|TUNJA|");
        kafka.Broker.ComeUp();

        await KafkaCluster.DrainAsync(hub);

        Assert.Equal(
            ["1 v3 upsert {\"COD\":1,\"NOMBRE\":\"CALI\",\"ZONA\":6}", "2 v2 upsert {\"COD\":2,\"NOMBRE\":\"TUNJA\",\"ZONA\":null}"],
            kafka.Read(hub.Layouts.All.Single()).Select(m => m.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_watermark_moves_by_compare_and_set_of_value_and_epoch()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        var store = hub.Worker.Deliveries;
        var target = hub.Worker.Targets.Find("kafka")!;
        var identity = await hub.ScalarAsync<string>("SELECT identity FROM delivery_target");
        var taken = (await store.TryAcquireAsync("kafka", "CIUDAD", identity, Ct))!.Value;

        await Assert.ThrowsAsync<DeliveryLostException>(() => store.AdvanceAsync(target, "CIUDAD", taken.Epoch, new DeliveryChunk(0, 9, []), [], Ct));
        await Assert.ThrowsAsync<DeliveryLostException>(
            () => store.AdvanceAsync(target, "CIUDAD", taken.Epoch - 1, new DeliveryChunk(1, 9, []), [], Ct));
        Assert.Equal(["1"], await hub.QueryAsync("SELECT watermark FROM delivery"));

        await store.AdvanceAsync(target, "CIUDAD", taken.Epoch, new DeliveryChunk(1, 9, []), [], Ct);
        Assert.Equal(["9"], await hub.QueryAsync("SELECT watermark FROM delivery"));
    }

    [Fact]
    public async Task Replay_takes_the_delivery_lock_first_and_sends_the_range_again()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var first = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");
        var second = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6", "2|TUNJA|");
        var before = kafka.Read(hub.Layouts.All.Single()).Count;

        var plan = await hub.Worker.Replay.PreviewAsync(new ReplayRequest("kafka", "CIUDAD", RunId: second.RunId), Ct);
        await hub.Worker.Replay.ExecuteAsync(new ReplayRequest("kafka", "CIUDAD", RunId: second.RunId), TestHub.User, "prueba", Ct);
        await hub.Worker.DrainAsync();

        Assert.Equal(new ReplayPlan("CIUDAD", 2, 1), Assert.Single(plan));
        var messages = kafka.Read(hub.Layouts.All.Single());
        Assert.Equal(before + 1, messages.Count);
        Assert.Equal(2, messages.Count(m => m.Version == 3));
        Assert.Equal(["3|3"], await hub.QueryAsync("SELECT watermark, (SELECT last_version FROM master_state) FROM delivery"));
        Assert.Equal(
            ["operadora|1"],
            await hub.QueryAsync("SELECT user_name, result ->> 'rows' FROM audit_log WHERE procedure_name = 'reenviar'"));
        Assert.NotEqual(first.RunId, second.RunId);
    }

    [Fact]
    public async Task Replay_racing_with_deliveries_and_merges_ends_right()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261101.txt", [.. Enumerable.Range(1, 30).Select(i => $"{i}|CALI|1")]);
        var others = new[] { hub.AddWorker(), hub.AddWorker() };
        var isLoading = true;
        var deliveries = others.Select(async worker =>
        {
            while (isLoading)
            {
                await worker.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct);
                await Task.Delay(20, Ct);
            }
        }).ToList();
        deliveries.Add(Task.Run(async () =>
        {
            for (var version = 0; isLoading; version += 7)
            {
                await others[0].Replay.ExecuteAsync(new ReplayRequest("kafka", "CIUDAD", FromVersion: version % 30), TestHub.User, null, Ct);
            }
        }, Ct));

        for (var day = 2; day <= 6; day++)
        {
            await hub.LoadAsync($"CIUDAD_2026110{day}.txt", [.. Enumerable.Range(day, 30).Select(i => $"{i}|CALI|{day}")]);
        }

        isLoading = false;
        await Task.WhenAll(deliveries);
        await KafkaCluster.DrainAsync(hub);

        Assert.Equal(["t"], await hub.QueryAsync("SELECT watermark = last_version FROM delivery JOIN master_state USING (maestra)"));
        var newest = kafka.Read(hub.Layouts.All.Single()).GroupBy(m => m.Key).Select(g => g.MaxBy(m => m.Version)!).Where(m => m.Value is not null);
        Assert.Equal(
            (await hub.QueryAsync("SELECT cod || ' v' || _version FROM erp_ciudad")).Order(StringComparer.Ordinal),
            newest.Select(m => $"{m.Key} v{m.Version}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_can_be_sent_again_alone_and_comes_with_a_new_version()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");

        await hub.Worker.Replay.ExecuteAsync(new ReplayRequest("kafka", "CIUDAD", Key: "2"), TestHub.User, null, Ct);
        await hub.Worker.DrainAsync();

        Assert.Equal([1, 2, 3], kafka.Read(hub.Layouts.All.Single()).Select(m => m.Version).Order());
        Assert.Equal(["1|CALI|5", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
        await Assert.ThrowsAsync<OperationRefusedException>(
            () => hub.Worker.Replay.PreviewAsync(new ReplayRequest("kafka", "NADA", Key: "2"), Ct));
    }

    [Fact]
    public async Task A_deliverer_that_stalls_before_its_commit_commits_nothing_once_another_has_taken_over()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6", "2|TUNJA|");
        kafka.Broker.ComeUp();
        var layout = hub.Layouts.All.Single();
        var target = hub.Worker.Targets.Find("kafka")!;
        var store = hub.Worker.Deliveries;
        var identity = await KafkaCluster.ContactAsync(hub);
        var stalled = (await store.TryAcquireAsync("kafka", "CIUDAD", identity.Identity, Ct))!.Value;
        var chunk = await hub.Worker.Feed.ReadAsync(layout, stalled.Watermark, 3, 100, Ct);
        await using var session = await target.OpenAsync(new DeliveryAssignment(layout, stalled.Epoch, stalled.Watermark), Ct);

        await Assert.ThrowsAsync<DeliveryLostException>(() => session.SendAsync(chunk, async ct =>
        {
            // Everything is sent and acknowledged; only the commit is missing, and here the worker sleeps past its lease.
            await hub.ExecuteAsync("UPDATE delivery SET lease_until = now() - interval '1 second'");
            await KafkaCluster.DrainAsync(hub);
            await store.EnsureOwnerAsync("kafka", "CIUDAD", stalled.Epoch, ct);
        }, Ct));

        await Assert.ThrowsAsync<DeliveryLostException>(() => store.AdvanceAsync(target, "CIUDAD", stalled.Epoch, chunk, [], Ct));
        Assert.Equal(["idle|3"], await hub.QueryAsync("SELECT status, watermark FROM delivery"));
        Assert.Equal(["1", "2"], kafka.ReadByKey(layout).Keys);
    }

    [Fact]
    public async Task Two_workers_that_drain_at_once_send_every_change_once()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261122.txt", [.. Enumerable.Range(1, 60).Select(i => $"{i}|CALI|5")]);
        kafka.Broker.ComeUp();
        await KafkaCluster.ContactAsync(hub);
        var others = new[] { hub.Worker, hub.AddWorker(), hub.AddWorker() };

        await Task.WhenAll(others.Select(w => w.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)));

        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), kafka.Read(hub.Layouts.All.Single()).Select(m => m.Version).Order());
        Assert.Equal(["idle|60"], await hub.QueryAsync("SELECT status, watermark FROM delivery"));
    }

    [Fact]
    public async Task Another_identity_starts_from_zero_and_shuts_out_who_still_sends_to_the_former()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        var identity = await hub.ScalarAsync<string>("SELECT identity FROM delivery_target");
        var held = (await hub.Worker.Deliveries.TryAcquireAsync("kafka", "CIUDAD", identity, Ct))!.Value;

        await hub.Worker.Deliveries.NoteContactAsync("kafka", new TargetIdentity("otro", "otro:9092"), TimeSpan.Zero, Ct);

        Assert.Equal(["0|otro"], await hub.QueryAsync("SELECT watermark, identity FROM delivery"));
        await Assert.ThrowsAsync<DeliveryLostException>(() => hub.Worker.Deliveries.EnsureOwnerAsync("kafka", "CIUDAD", held.Epoch, Ct));
        Assert.Equal(["1"], await hub.QueryAsync("SELECT count(*) FROM audit_log WHERE procedure_name = 'entrega_desde_cero'"));
    }

    [Fact]
    public async Task The_same_identity_again_changes_nothing()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        await hub.ExecuteAsync("INSERT INTO delivery (target, maestra, job_id, enqueued_at) VALUES ('kafka', 'OTRA', '7', now())");

        await KafkaCluster.ContactAsync(hub);

        Assert.Equal(["CIUDAD|1|∅", "OTRA|0|7"], await hub.QueryAsync("SELECT maestra, watermark, job_id FROM delivery ORDER BY 1"));
        Assert.Empty(await hub.QueryAsync("SELECT 1 FROM audit_log WHERE procedure_name = 'entrega_desde_cero'"));
    }

    [Fact]
    public async Task A_target_that_is_off_gets_nothing_and_is_shown_as_off_and_misses_nothing_when_it_comes_on()
    {
        using KafkaCluster kafka = new();
        kafka.Options.Enabled = false;
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");
        var run = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");

        Assert.Equal("succeeded", (await hub.ReadRunAsync(run.RunId)).Status);
        Assert.Equal(DeliveryState.Off, (await new DeliveryStatus(hub.Worker.Database).ListAsync(null, null, Ct)).Single().State);

        kafka.Options.Enabled = true;
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        await KafkaCluster.DrainAsync(hub);

        Assert.Equal(["1 v1 upsert {\"COD\":1,\"NOMBRE\":\"CALI\",\"ZONA\":5}", "2 v3 delete ∅"],
            kafka.Read(hub.Layouts.All.Single()).Select(m => m.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_that_a_target_refuses_is_told_and_the_others_arrive_and_a_newer_version_ends_it()
    {
        using KafkaCluster kafka = new();
        kafka.Options.Client["message.max.bytes"] = "1000";
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad().Replace("texto(20)", "texto(2000)", StringComparison.Ordinal));
        var layout = hub.Layouts.All.Single();

        var run = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", $"2|{new string('X', 1500)}|", "3|NEIVA|7");

        Assert.Equal(["1", "3"], kafka.ReadByKey(layout).Keys);
        Assert.Equal("succeeded", (await hub.ReadRunAsync(run.RunId)).Status);
        Assert.Equal(["2|2|2"], await hub.QueryAsync("SELECT key_text, version, (SELECT line_number FROM error_log WHERE error_type = 'ERROR_KAFKA') FROM delivery_fault"));

        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|7");

        Assert.Equal(["1", "2", "3"], kafka.ReadByKey(layout).Keys);
        Assert.Empty(await hub.QueryAsync("SELECT key_text FROM delivery_fault"));
        Assert.Equal(["t"], await hub.QueryAsync("SELECT resolved_at IS NOT NULL FROM error_log WHERE error_type = 'ERROR_KAFKA'"));
    }

    private static IEnumerable<string> Texts(DeliveryChunk chunk) => chunk.Changes.Select(c => $"{c.Key} v{c.Version} {c.Op}");
}
