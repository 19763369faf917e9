using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>
/// A Kafka whose disk is full: what is decided, remembered and put back. The cluster's side is played by a table of
/// settings, since no in-process cluster has any; what it can tell, it is asked for real.
/// </summary>
public sealed class TopicReliefTests(PostgresFixture postgres)
{
    private const string Topic = "masterdata.erp.ciudad";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_compacted_topic_is_compacted_sooner_and_has_its_own_values_again_when_it_is_undone()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        Settings cluster = new(Topic, ("cleanup.policy", "compact", true), ("min.cleanable.dirty.ratio", "0.5", false), ("segment.ms", "86400000", true), ("max.compaction.lag.ms", "9223372036854775807", false));
        var relief = Relief(hub, cluster);
        var plan = await relief.PlanAsync(TopicRelief.UsualRetention, Ct);

        Assert.Equal(
            ["min.cleanable.dirty.ratio ∅ 0.5 0.01", "segment.ms 86400000 86400000 600000", "max.compaction.lag.ms ∅ 9223372036854775807 600000"],
            plan.Steps.Select(s => $"{s.Setting} {s.Before ?? "∅"} {s.InForce} {s.Value}"));
        Assert.False((await relief.ApplyAsync(TopicRelief.UsualRetention, plan.Snapshot, null, "admin", Ct)).Single().Done);
        Assert.False((await relief.ApplyAsync(TopicRelief.UsualRetention, "otra", "disco lleno", "admin", Ct)).Single().Done);
        Assert.Equal(0, cluster.Changes);
        Assert.True((await relief.ApplyAsync(TopicRelief.UsualRetention, plan.Snapshot, "disco lleno", "admin", Ct)).Single().Done);
        Assert.Equal(("0.01", "600000", "600000"), (cluster["min.cleanable.dirty.ratio"], cluster["segment.ms"], cluster["max.compaction.lag.ms"]));
        // A second time there is nothing to do, and what was there before is not forgotten.
        var again = await relief.PlanAsync(TopicRelief.UsualRetention, Ct);
        Assert.Empty(again.Steps);
        Assert.False((await relief.ApplyAsync(TopicRelief.UsualRetention, again.Snapshot, "otra vez", "admin", Ct)).Single().Done);

        // Somebody else has found a better value meanwhile.
        cluster["max.compaction.lag.ms"] = "3600000";
        var undone = (await relief.UndoAsync("admin", Ct)).Single();

        Assert.True(undone.Done);
        Assert.Contains("max.compaction.lag.ms = 3600000", undone.Message, StringComparison.Ordinal);
        Assert.Equal(("0.5", "86400000", "3600000"), (cluster["min.cleanable.dirty.ratio"], cluster["segment.ms"], cluster["max.compaction.lag.ms"]));
        Assert.False(cluster.IsOwn("min.cleanable.dirty.ratio"));
        Assert.Empty(await relief.ListAsync(Ct));
        Assert.True((await relief.UndoAsync("admin", Ct)).Single().Done);
        Assert.Equal(
            ["aliviar_topicos|admin|succeeded|disco lleno", "deshacer_alivio|admin|succeeded|∅"],
            await hub.QueryAsync("SELECT procedure_name, user_name, result_status, additional_info->>'reason' FROM audit_log WHERE procedure_name IN ('aliviar_topicos', 'deshacer_alivio') ORDER BY id"));
    }

    [Fact]
    public async Task Other_topics_keep_less_and_a_cluster_that_refuses_or_dies_in_the_middle_leaves_nothing_that_cannot_be_undone()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        Settings cluster = new(Topic, ("cleanup.policy", "delete", false), ("retention.ms", "-1", true));
        var relief = Relief(hub, cluster);
        var plan = await relief.PlanAsync(TimeSpan.FromHours(2), Ct);
        Assert.Equal("retention.ms -1 7200000", string.Join(' ', plan.Steps.Select(s => $"{s.Setting} {s.Before} {s.Value}")));

        cluster.Refuses = true;
        var refused = (await relief.ApplyAsync(TimeSpan.FromHours(2), plan.Snapshot, "lleno", "admin", Ct)).Single();
        Assert.False(refused.Done);
        Assert.Equal("-1", (await relief.ListAsync(Ct)).Single().Before);
        Assert.NotNull((await relief.ListAsync(Ct)).Single().ErrorMessage);
        cluster.Refuses = false;
        Assert.True((await relief.ApplyAsync(TimeSpan.FromHours(2), plan.Snapshot, "lleno", "admin", Ct)).Single().Done);
        Assert.Null((await relief.ListAsync(Ct)).Single().ErrorMessage);
        cluster.Refuses = true;
        Assert.False((await relief.UndoAsync("admin", Ct)).Single().Done);
        Assert.Single(await relief.ListAsync(Ct));
        cluster.Refuses = false;
        Assert.True((await relief.UndoAsync("admin", Ct)).Single().Done);
        Assert.Equal("-1", cluster["retention.ms"]);
    }

    [Fact]
    public async Task A_cluster_that_tells_no_settings_is_shown_with_what_it_tells_and_nothing_is_changed()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await KafkaCluster.DrainAsync(hub);
        KafkaTarget target = (KafkaTarget)hub.Worker.Targets.All.Single();
        TopicRelief relief = new(hub.Worker.Database, new KafkaTopicAdmin(target, kafka.Options), kafka.Options, () => hub.Layouts);

        var plan = await relief.PlanAsync(TopicRelief.UsualRetention, Ct);

        var topic = Assert.Single(plan.Topics);
        // Two messages, and what ends the transaction in each partition that has any.
        Assert.True(topic.Messages >= 2, $"{topic.Messages} {string.Join(' ', plan.Problems)}");
        Assert.Empty(plan.Steps);
        Assert.Contains("no dice los ajustes", string.Join(' ', plan.Problems), StringComparison.Ordinal);
        Assert.Contains("nada se cambia", Assert.Single(plan.Skipped).Reason, StringComparison.Ordinal);
        // Nor is anything forgotten that may still be changed.
        await hub.ExecuteAsync($"INSERT INTO topic_relief (topic, setting, value, reason, set_by) VALUES ('{Topic}', 'segment.ms', '600000', 'lleno', 'admin')");
        Assert.False((await relief.UndoAsync("admin", Ct)).Single().Done);
        Assert.Single(await relief.ListAsync(Ct));
    }

    private static TopicRelief Relief(TestHub hub, Settings cluster) =>
        new(hub.Worker.Database, cluster, new KafkaOptions(), () => hub.Layouts);

    /// <summary>A cluster's settings of one topic, as <c>DescribeConfigs</c> and <c>IncrementalAlterConfigs</c> have them.</summary>
    private sealed class Settings(string topic, params (string Name, string Value, bool IsOwn)[] settings) : ITopicAdmin
    {
        private readonly Dictionary<string, string> _defaults = settings.Where(s => !s.IsOwn).ToDictionary(s => s.Name, s => s.Value);
        private readonly Dictionary<string, string> _own = settings.Where(s => s.IsOwn).ToDictionary(s => s.Name, s => s.Value);

        public bool Refuses { get; set; }

        public int Changes { get; private set; }

        public string this[string name]
        {
            get => _own.GetValueOrDefault(name) ?? _defaults[name];
            set => _own[name] = value;
        }

        public bool IsOwn(string name) => _own.ContainsKey(name);

        public Task<(IReadOnlyList<TopicFacts> Topics, IReadOnlyList<string> Problems)> ReadAsync(IReadOnlyCollection<string> topics, CancellationToken ct)
        {
            Assert.Contains(topic, topics);
            var all = _defaults.Keys.Union(_own.Keys).ToDictionary(n => n, n => new TopicSetting(this[n], IsOwn(n)));
            return Task.FromResult<(IReadOnlyList<TopicFacts>, IReadOnlyList<string>)>(([new TopicFacts(topic, 3, 100, all)], []));
        }

        public Task AlterAsync(string name, IReadOnlyDictionary<string, string?> values, CancellationToken ct)
        {
            Assert.Equal(topic, name);
            if (Refuses)
            {
                throw new DeliveryException("El clúster no quiere.", mayPass: false);
            }

            foreach (var (setting, value) in values)
            {
                Changes++;
                if (value is null)
                {
                    _own.Remove(setting);
                }
                else
                {
                    _own[setting] = value;
                }
            }

            return Task.CompletedTask;
        }
    }
}
