using System.Globalization;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Line = IngestaMaestras.Ingestion.Tests.Merge.HubModel.Line;
using LineKind = IngestaMaestras.Ingestion.Tests.Merge.HubModel.LineKind;

namespace IngestaMaestras.Ingestion.Tests.Merge;

/// <summary>Random files in random order, against a plain model of the rules.</summary>
public sealed class RandomNightTests(PostgresFixture postgres)
{
    private const int Keys = 40;

    [Theory]
    [InlineData("completo", 1)]
    [InlineData("incremental", 2)]
    public async Task Any_files_in_any_order_leave_what_the_rules_say(string mode, int firstSeed)
    {
        for (int i = 0; i < Long.Choose(2, 100); i++)
        {
            int seed = firstSeed + (2 * i);
            await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad($"modo: {mode}"));
            await RunAsync(hub, new HubModel(isFull: mode == "completo"), new Random(seed), $"seed {seed}");
        }
    }

    private static async Task RunAsync(TestHub hub, HubModel model, Random random, string seed)
    {
        HashSet<string> used = [];
        Line[] last = [];
        for (int night = 0; night < 14; night++)
        {
            // Dates wander forwards, and now and then far back; a name comes once, to be a file of its own.
            string date;
            int chain;
            do
            {
                int day = Math.Clamp(1 + night + random.Next(-2, 3) - (random.Next(5) == 0 ? 6 : 0), 1, 28);
                (date, chain) = (string.Create(CultureInfo.InvariantCulture, $"202611{day:00}"), random.Next(3) == 0 ? random.Next(2, 12) : 0);
            }
            while (!used.Add($"{date}_{chain}"));

            last = random.Next(6) == 0 && last.Length > 0 ? last : Lines(model, random);
            string name = chain == 0 ? $"CIUDAD_{date}.txt" : $"CIUDAD_{date}_{chain}.txt";
            string expected = model.Load(date, chain, last);
            FileResult file = await hub.LoadAsync(name, [.. last.Select(l => l.Text)]);

            string step = $"{seed}, night {night}, {name}";
            Assert.Equal((step, expected), (step, file.ToString().Replace("unchanged ", "loaded ", StringComparison.Ordinal)));
            Assert.Equal(model.Lines, await hub.RowsAsync("erp_ciudad"));
            Assert.Equal(
                model.Tombstones.Select(k => k.ToString(CultureInfo.InvariantCulture)),
                await hub.QueryAsync("SELECT key_text FROM tombstone ORDER BY key_text::int"));
        }
    }

    /// <summary>Most of what the hub has, with some rows changed, some gone, some new, some wrong and some twice.</summary>
    private static Line[] Lines(HubModel model, Random random)
    {
        List<Line> lines = [];
        bool isTruncated = random.Next(6) == 0;
        foreach (int key in Enumerable.Range(1, Keys).OrderBy(_ => random.Next()))
        {
            string kept = model.Rows.TryGetValue(key, out var row) ? row.Value : "";
            string value = kept.Length > 0 && random.Next(4) > 0 ? kept : Value(random);
            int chance = random.Next(100);
            if (isTruncated ? chance < 80 : chance < 30)
                continue;
            LineKind kind = random.Next(40) switch
            {
                0 or 1 or 2 => LineKind.Rejected,
                3 => random.Next(2) == 0 ? LineKind.Unreadable : LineKind.Valid,
                _ => LineKind.Valid,
            };
            lines.Add(new Line(kind, key, value));
            if (random.Next(20) == 0)
                lines.Insert(random.Next(lines.Count), new Line(LineKind.Valid, key, Value(random)));
        }

        return [.. lines];
    }

    private static string Value(Random random) =>
        $"CIUDAD {random.Next(5)}|{(random.Next(3) == 0 ? "∅" : random.Next(1, 99).ToString(CultureInfo.InvariantCulture))}";
}
