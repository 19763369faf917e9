using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>The thirteen masters: what their topics hold, taken by key, is the hub's table.</summary>
public sealed class EveryMasterTests(PostgresFixture postgres)
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_load_a_day_of_changes_and_a_replay_every_topic_by_key_is_the_hubs_table()
    {
        using KafkaCluster kafka = new();
        await using var hub = await TestHub.StartDeliveringAsync(postgres, TestHub.ReadShipped(), kafka.CreateTarget);
        hub.Delivery.ChunkSize = 500;

        await LoadAsync(hub, Monday, changes: 0);
        await CompareAsync(hub, kafka);
        await LoadAsync(hub, Monday.AddDays(1), changes: 6);
        await CompareAsync(hub, kafka);
        await hub.Worker.Replay.ExecuteAsync(new ReplayRequest("kafka", Since: Monday.AddDays(1)), TestHub.User, null, Ct);
        await hub.Worker.DrainAsync();
        await CompareAsync(hub, kafka);

        Assert.Contains(hub.Layouts.All, layout => kafka.Read(layout).Any(m => m.Value is null));
        foreach (var layout in hub.Layouts.All)
        {
            Assert.True((await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual, layout.Maestra);
        }
    }

    private static async Task LoadAsync(TestHub hub, DateOnly date, int changes)
    {
        using TempFolder folder = new();
        await SampleGenerator.WriteAsync(
            hub.Layouts,
            new SampleOptions { OutputFolder = folder["muestra"], Date = date, Rows = 400, Faults = 0, Changes = changes },
            Ct);
        foreach (var file in Directory.EnumerateFiles(folder["muestra"], "*.txt"))
        {
            File.Move(file, Path.Combine(hub.Folders.Input, Path.GetFileName(file)));
        }

        await hub.RunAsync(date);
        Assert.Equal(0, hub.Worker.Jobs.FailedDeliveries);
    }

    /// <summary>The table as a consumer would build it, and as psql shows it.</summary>
    private static async Task CompareAsync(TestHub hub, KafkaCluster kafka)
    {
        foreach (var layout in hub.Layouts.All)
        {
            var messages = kafka.Read(layout);
            SortedDictionary<string, KafkaMessage> newest = new(StringComparer.Ordinal);
            foreach (var message in messages)
            {
                // Whatever comes twice, and in whatever order: the higher version counts.
                if (!newest.TryGetValue(message.Key, out var known) || known.Version <= message.Version)
                {
                    newest[message.Key] = message;
                }
            }

            var columns = string.Join(", ", layout.Columns.Select(c => $"'{c.Name}', {c.ColumnName}"));
            var rows = await hub.QueryAsync($"SELECT json_build_object({columns}) FROM {layout.Table}");
            Assert.Equal(
                rows.Select(Normalise).Order(StringComparer.Ordinal),
                newest.Values.Where(m => m.Value is not null).Select(m => Normalise(m.Value!)).Order(StringComparer.Ordinal));
            Assert.Equal(
                newest.Values.Where(m => m.Value is not null).Select(m => m.Key), kafka.ReadByKey(layout).Keys);
        }
    }

    private static string Normalise(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString();
}
