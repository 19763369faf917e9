using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleAgainstReaderTests
{
    public static TheoryData<double, ulong> FaultsAndSeeds()
    {
        TheoryData<double, ulong> data = [];
        foreach (double faults in new[] { 0, 0.02, 0.3 })
        {
            for (ulong seed = 1; seed <= (ulong)Long.Choose(3, 25); seed++)
                data.Add(faults, seed);
        }

        data.Add(0.7, 4);
        data.Add(1, 5);
        return data;
    }

    [Theory]
    [MemberData(nameof(FaultsAndSeeds))]
    public async Task The_real_reader_finds_in_every_file_exactly_what_the_manifest_says(double faults, ulong seed)
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Faults = (decimal)faults, Seed = seed });

        Assert.Equal(SampleLayouts.TheThirteen, run.Manifest.Files.Select(f => f.Maestra));
        await run.VerifyAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(300)]
    public async Task Any_number_of_rows_gives_what_the_manifest_says(int rows)
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Faults = 0.1m, Rows = rows });

        await run.VerifyAsync();
    }

    [Fact]
    public async Task Without_faults_only_the_placeholders_of_XLEXSUBC_are_rejected_just_below_the_alert()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o);

        SampleFile placeholders = run.Manifest.FileOfMaestra("XLEXSUBC");
        Assert.Equal(5259, placeholders.Read);
        Assert.InRange((decimal)placeholders.Rejected / placeholders.Read, 0.039m, 0.05m);
        Assert.All(placeholders.Rejects, r => Assert.Equal(
            (SampleReject.Quirk, ErrorType.DuplicateKey, "01|0|0"), (r.Kind, Assert.Single(r.ErrorTypes), r.Key)));
        Assert.All(
            run.Manifest.Files.Where(f => f.Maestra != "XLEXSUBC"), f => Assert.Equal((0, 0), (f.Rejected, f.Warned)));
    }

    [Fact]
    public async Task Without_quirks_nothing_is_rejected()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Quirks = false });

        Assert.All(run.Manifest.Files, f => Assert.Equal((0, 0), (f.Rejected, f.Warned)));
        await run.VerifyAsync();
    }

    [Fact]
    public async Task Every_kind_of_fault_that_a_layout_can_express_is_planted()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Faults = 0.01m, Rows = 99 });

        string[] everywhere =
        [
            ErrorType.RequiredField, ErrorType.ShortLine, ErrorType.MalformedLine, ErrorType.InvalidEncoding,
            ErrorType.DuplicateKey,
        ];
        foreach (SampleFile file in run.Manifest.Files.Where(f => f.Maestra is not ("XCADENA" or "XMONEDA" or "XGEN")))
        {
            string[] expected = file.Maestra switch
            {
                "XLEXSUBL" or "XLEXSUBC" or "CRLISUCATE" =>
                    [.. everywhere, ErrorType.InvalidType, ErrorType.LengthExceeded],
                "XWECIA" or "XWEPAI" => [.. everywhere, ErrorType.InvalidType, ErrorType.OutOfRange],
                "XCAN" => everywhere,
                _ => [.. everywhere, ErrorType.InvalidType],
            };
            string[] planted = [.. file.Rejects.SelectMany(r => r.ErrorTypes).Distinct()];
            Assert.True(expected.ToHashSet().SetEquals(planted), $"{file.Maestra}: {string.Join(", ", planted)}");
            Assert.Contains(file.Rejects, r => r.ErrorTypes.Count == 2 && r.Fields.All(f => f is not null));
            Assert.Contains(file.Rejects, r => r.ErrorTypes.Contains(ErrorType.RequiredField) && r.Key is null);
        }

        Assert.Contains(run.Manifest.FileOfMaestra("XCADENA").Rejects, r => r.ErrorTypes is [ErrorType.InvalidPattern]);
        Assert.Contains(run.Manifest.FileOfMaestra("XUEN").Warnings, w => w.ErrorType == ErrorType.MissingReference);
        Assert.Contains(run.Manifest.FileOfMaestra("XWEPAI").Warnings, w => w.ErrorType == ErrorType.MissingReference);
        await run.VerifyAsync();
    }

    [Fact]
    public async Task The_share_of_faulty_lines_is_the_one_asked_for()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Faults = 0.3m, Quirks = false });

        Assert.All(run.Manifest.Files, f => Assert.Equal(
            Math.Max(1, Math.Round(0.3 * f.Read)), f.Rejected + f.Warned, f.Read < 60 ? 8 : 0.0));
    }

    [Fact]
    public async Task Lines_look_like_those_of_the_erp()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o);

        foreach (SampleFile file in run.Manifest.Files)
        {
            string[] lines = File.ReadAllLines(run.PathOf(file.File));
            int width = file.Maestra switch { "XWEDEP" => 1171, "XLEXSUBL" => 416, "CRLISUCATE" => 297, _ => 321 };
            Assert.All(lines, l => Assert.Equal(width, l.EnumerateRunes().Count()));
            Assert.All(lines, l => Assert.EndsWith(" ", l, StringComparison.Ordinal));
        }

        string names = string.Concat(run.Manifest.Files.Select(f => File.ReadAllText(run.PathOf(f.File))));
        Assert.All("ÑÁÉÍÓÚÜ*.#/", c => Assert.Contains(c, names));
        Assert.StartsWith("0169COLOMBIA ", File.ReadAllText(run.PathOf("XWEPAI_20261124.txt")), StringComparison.Ordinal);
        Assert.Contains("\nB BODEGA ", File.ReadAllText(run.PathOf("XCAN_20261124.txt")), StringComparison.Ordinal);
        ExpectedRow[] segments =
            [.. SampleGenerator.ExpectedRows(run.Layouts, run.Options, "CRLISUCATE_20261124.txt")];
        Assert.InRange(segments.Count(r => r.Values[3] is null), segments.Length * 0.45, segments.Length * 0.65);
    }
}
