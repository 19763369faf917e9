using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using Npgsql;

namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>
/// For a Kafka whose disk is full: which of our topics hold how much, and settings that make room. Compacted ones are
/// compacted sooner, others keep less. What was there is in the database before anything is changed, and is put back later.
/// </summary>
public sealed class TopicRelief(HubDatabase hub, ITopicAdmin admin, KafkaOptions options, Func<LayoutSet> layouts)
{
    public static readonly TimeSpan UsualRetention = TimeSpan.FromHours(24);

    private const string ApplyAction = "aliviar_topicos";
    private const string UndoAction = "deshacer_alivio";
    private const string LockName = "ingesta:topic-relief";

    /// <summary>A segment is compacted only when it is closed, and only when enough of it is old.</summary>
    private static readonly (string Setting, string Value)[] Sooner =
        [("min.cleanable.dirty.ratio", "0.01"), ("segment.ms", "600000"), ("max.compaction.lag.ms", "600000")];

    /// <summary>How the topics stand, and what would be done about them.</summary>
    /// <param name="retention">How long topics that are not compacted shall keep messages.</param>
    /// <exception cref="DeliveryException">The cluster does not answer.</exception>
    public async Task<ReliefPlan> PlanAsync(TimeSpan retention, CancellationToken ct)
    {
        var (topics, problems) = await admin.ReadAsync(options.TopicsOf(layouts()), ct);
        List<ReliefStep> steps = [];
        List<(string, string)> skipped = [];
        foreach (var topic in topics)
        {
            var own = StepsOf(topic, retention).ToList();
            steps.AddRange(own);
            if (own.Count == 0)
            {
                skipped.Add((topic.Topic, DeliveryMessages.Format(topic.Policy is null ? "ReliefUnknown" : "ReliefDone")));
            }
        }

        return new ReliefPlan([.. topics.OrderByDescending(t => t.Messages ?? 0).ThenBy(t => t.Topic, StringComparer.Ordinal)], steps, skipped, problems);
    }

    /// <summary>What is changed and not undone.</summary>
    public async Task<IReadOnlyList<ReliefItem>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<ReliefItem>(new CommandDefinition(
            """
            SELECT topic_relief_id, topic, setting, before, value, reason, set_by, set_at, error_message FROM topic_relief
             WHERE undone_at IS NULL ORDER BY topic, topic_relief_id
            """,
            cancellationToken: ct))];
    }

    /// <summary>Changes what was shown, a topic after another.</summary>
    /// <param name="snapshot">Of the plan that was confirmed.</param>
    /// <returns>A result for each topic, or why nothing was done.</returns>
    public async Task<IReadOnlyList<OperationResult>> ApplyAsync(TimeSpan retention, string snapshot, string? reason, string user, CancellationToken ct)
    {
        if (reason is null)
        {
            return [new OperationResult(false, DeliveryMessages.Format("ReliefReason"))];
        }

        await using var connection = await OpenAsync(ct);
        await using var held = await SessionLock.TryAcquireAsync(connection, LockName, ct);
        var plan = held is null ? null : await PlanAsync(retention, ct);
        if (plan is null || plan.Snapshot != snapshot || plan.Steps.Count == 0)
        {
            return [new OperationResult(false, DeliveryMessages.Format(plan is null ? "ReliefBusy" : plan.Snapshot != snapshot ? "ReliefChanged" : "ReliefNothing"))];
        }

        List<OperationResult> results = [];
        foreach (var steps in plan.Steps.GroupBy(s => s.Topic))
        {
            var result = await ApplyAsync(connection, steps.Key, [.. steps], reason, user, ct);
            await OperationAudit.WriteAsync(hub, ApplyAction, user, result, new { Topic = steps.Key }, new { Reason = reason, Changes = steps.ToList() }, ct);
            results.Add(result);
        }

        return results;
    }

    /// <summary>Puts everything back that nobody else has changed since. Done twice, or interrupted and done again, it comes to the same.</summary>
    /// <exception cref="DeliveryException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<OperationResult>> UndoAsync(string user, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var held = await SessionLock.TryAcquireAsync(connection, LockName, ct);
        var open = held is null ? [] : await ListAsync(ct);
        if (open.Count == 0)
        {
            return [new OperationResult(held is not null, DeliveryMessages.Format(held is null ? "ReliefBusy" : "ReliefNone"))];
        }

        var (topics, _) = await admin.ReadAsync([.. open.Select(o => o.Topic)], ct);
        List<OperationResult> results = [];
        foreach (var items in open.GroupBy(o => o.Topic))
        {
            var result = await UndoAsync(connection, topics.FirstOrDefault(t => t.Topic == items.Key), items.Key, [.. items], user, ct);
            await OperationAudit.WriteAsync(hub, UndoAction, user, result, new { Topic = items.Key }, new { Changes = items.ToList() }, ct);
            results.Add(result);
        }

        return results;
    }

    private static IEnumerable<ReliefStep> StepsOf(TopicFacts topic, TimeSpan retention)
    {
        var policies = topic.Policy?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        IEnumerable<(string Setting, string Value)> wanted =
        [
            .. policies.Contains("compact") ? Sooner : [],
            .. policies.Contains("delete") ? [("retention.ms", ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        ];
        foreach (var (setting, value) in wanted)
        {
            if (topic.Settings.GetValueOrDefault(setting) is not { } now)
            {
                yield return new ReliefStep(topic.Topic, setting, null, "?", value);
            }
            else if (IsMore(now.Value, value))
            {
                yield return new ReliefStep(topic.Topic, setting, now.IsOwn ? now.Value : null, now.Value, value);
            }
        }
    }

    /// <summary>Nothing is ever raised; −1 is without limit.</summary>
    private static bool IsMore(string now, string wanted) =>
        !decimal.TryParse(now, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        || number < 0
        || number > decimal.Parse(wanted, CultureInfo.InvariantCulture);

    private async Task<OperationResult> ApplyAsync(
        NpgsqlConnection connection, string topic, IReadOnlyList<ReliefStep> steps, string reason, string user, CancellationToken ct)
    {
        // First what it was: whatever happens from here on, it can be undone. An earlier change keeps its own.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO topic_relief AS r (topic, setting, before, value, reason, set_by) VALUES (@Topic, @Setting, @Before, @Value, @reason, @user)
            ON CONFLICT (topic, setting) WHERE undone_at IS NULL DO UPDATE SET value = excluded.value, reason = excluded.reason, set_by = excluded.set_by, set_at = clock_timestamp()
            """,
            steps.Select(s => new { s.Topic, s.Setting, s.Before, s.Value, reason, user }),
            cancellationToken: ct));
        string? error = null;
        try
        {
            await admin.AlterAsync(topic, steps.ToDictionary(s => s.Setting, s => (string?)s.Value), ct);
        }
        catch (DeliveryException e)
        {
            error = e.Message;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE topic_relief SET error_message = @error WHERE topic = @topic AND undone_at IS NULL", new { topic, error }, cancellationToken: ct));
        return new OperationResult(error is null, error ?? DeliveryMessages.Format("Relieved", topic, string.Join(", ", steps.Select(s => $"{s.Setting} = {s.Value}"))));
    }

    private async Task<OperationResult> UndoAsync(
        NpgsqlConnection connection, TopicFacts? topic, string name, IReadOnlyList<ReliefItem> items, string user, CancellationToken ct)
    {
        if (topic is { Settings.Count: 0 })
        {
            // Whether it has our values, nobody knows: what is remembered stays.
            return new OperationResult(false, $"{name}: {DeliveryMessages.Format("ReliefUnknown")}");
        }

        Dictionary<string, string?> back = [];
        List<string> foreign = [];
        foreach (var item in items)
        {
            var now = topic?.Settings.GetValueOrDefault(item.Setting);
            if (now is { IsOwn: true } && now.Value == item.Value)
            {
                back[item.Setting] = item.Before;
            }
            else if (topic is not null && (now is { IsOwn: true } ? now.Value : null) != item.Before)
            {
                foreign.Add($"{item.Setting} = {now?.Value ?? "?"}");
            }
        }

        if (back.Count > 0)
        {
            try
            {
                await admin.AlterAsync(name, back, ct);
            }
            catch (DeliveryException e)
            {
                return new OperationResult(false, e.Message);
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE topic_relief SET undone_at = clock_timestamp(), undone_by = @user WHERE topic = @name AND undone_at IS NULL",
            new { name, user }, cancellationToken: ct));
        return new OperationResult(true, DeliveryMessages.Format(
            foreign.Count == 0 ? "ReliefUndone" : "ReliefForeign", name, string.Join(", ", back.Select(b => $"{b.Key} = {b.Value ?? DeliveryMessages.Format("ClusterDefault")}")), string.Join(", ", foreign)));
    }

    /// <summary>Not pooled: a session lock would survive in a pooled connection.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(hub.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
