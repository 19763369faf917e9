using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Ingestion.Tests.Samples;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>Rows of all layouts and types: what was read from a file is what the Oracle table tells.</summary>
[Collection(nameof(OracleDatabase))]
public sealed class OracleTypedRowTests(PostgresFixture postgres)
{
    public static TheoryData<string> Engines => OracleDatabase.Engines;

    public static TheoryData<string, int> EnginesAndSeeds
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string engine in OracleDatabase.Engines)
            {
                for (var seed = 0; seed < Long.Choose(2, 40); seed++)
                    data.Add(engine, seed);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_thirteen_masters_are_read_back_as_they_were_sent(string engine)
    {
        using var run = await SampleRun.WriteAsync(o => o with { Rows = Long.Choose(120, 3000), Faults = 0.05m });
        await using var oracle = await OracleDatabase.StartAsync(postgres, engine);
        Assert.Equal(13, await SendAndCompareAsync(oracle, run));
    }

    [Theory, MemberData(nameof(EnginesAndSeeds))]
    public async Task Rows_of_any_layout_are_read_back_as_they_were_sent(string engine, int seed)
    {
        Random random = new(seed);
        RandomLayouts layouts = new(random);
        var compared = 0;
        for (var i = 0; i < 12; i++)
        {
            if (layouts.Next() is not { } set || await TryWriteAsync(set, (ulong)seed) is not { } run)
                continue;
            using (run)
            {
                await using var oracle = await OracleDatabase.StartAsync(postgres, engine, namesRows: random.Next(2) == 0);
                compared += await SendAndCompareAsync(oracle, run);
            }
        }

        Assert.True(compared >= 2, $"{compared}");
    }

    private static async Task<SampleRun?> TryWriteAsync(LayoutSet layouts, ulong seed)
    {
        try
        {
            return await SampleRun.WriteAsync(layouts, o => o with { Rows = 60, Seed = seed, Faults = 0.1m });
        }
        catch (SampleException)
        {
            // No file fits a layout that contradicts itself.
            return null;
        }
    }

    private static async Task<int> SendAndCompareAsync(OracleDatabase oracle, SampleRun run)
    {
        var masters = 0;
        foreach (var file in run.Manifest.Files)
        {
            var layout = run.Layouts.Find(file.Maestra!)!;
            var lines = (await run.LoadAsync(file)).Accepted.ToList();
            if (lines.Count == 0)
                continue;

            HubChange[] rows = [.. lines.Select(l => Change.Upsert(layout, l.Number, [.. l.Values.Select((v, i) => Typed(layout.Columns[i].Type, v))]))];
            // The texts that the target tells are those of the reader: key and content.
            Assert.Equal(lines.Select(l => $"{l.Key} {l.Json}"), rows.Select(r => $"{r.Key} {oracle.Target.Describe(layout, r)}"));
            Assert.Empty(await oracle.SendAsync(layout, rows));
            Assert.Equal(
                lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key}@{l.Number} {l.Json}")).Order(StringComparer.Ordinal),
                await oracle.ReadAsync(layout));

            HubChange[] deletes = [.. rows.Select((r, i) => Change.Delete(layout, 1_000_000 + i, r))];
            Assert.Empty(await oracle.SendAsync(layout, deletes));
            Assert.Empty(await oracle.ReadAsync(layout));
            masters++;
        }

        return masters;
    }

    private static object? Typed(FieldType type, string? value) => (type.Kind, value) switch
    {
        (_, null) => null,
        (FieldKind.Text, _) => value,
        (FieldKind.Decimal, _) => decimal.Parse(value, CultureInfo.InvariantCulture),
        (FieldKind.Integer, _) => long.Parse(value, CultureInfo.InvariantCulture),
        (FieldKind.Date, _) => DateOnly.FromDayNumber(int.Parse(value, CultureInfo.InvariantCulture)),
        (FieldKind.Boolean, _) => value != "0",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
