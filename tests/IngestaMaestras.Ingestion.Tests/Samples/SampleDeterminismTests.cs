using System.Globalization;
using System.Security.Cryptography;
using IngestaMaestras.Ingestion.Samples;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleDeterminismTests
{
    [Fact]
    public async Task The_same_options_give_the_same_bytes()
    {
        using SampleRun one = await SampleRun.WriteAsync(Everything);
        using SampleRun other = await SampleRun.WriteAsync(Everything);

        Assert.All(one.Manifest.Files, f => Assert.Equal(one.BytesOf(f.File), other.BytesOf(f.File)));
        Assert.Equal(one.BytesOf("manifest.json"), other.BytesOf("manifest.json"));
    }

    [Fact]
    public async Task A_sample_is_the_same_on_every_machine()
    {
        // The hash was taken once; it changes when what samples look like is changed on purpose, and never otherwise.
        using SampleRun run = await SampleRun.WriteAsync(Everything);

        string hash = Convert.ToHexStringLower(SHA256.HashData(run.BytesOf("manifest.json")));
        Assert.Equal("c1ff6fc3f5dced8ff70b583fefbc0b42033769aa9e0da88958840d8d0c9763c3", hash);
    }

    [Fact]
    public async Task The_manifest_tells_the_size_and_the_hash_of_every_file()
    {
        using SampleRun run = await SampleRun.WriteAsync(Everything);

        Assert.All(run.Manifest.Files, f => Assert.Equal(
            (run.BytesOf(f.File).LongLength, Convert.ToHexStringLower(SHA256.HashData(run.BytesOf(f.File)))),
            (f.Bytes, f.Sha256)));
    }

    [Theory]
    [InlineData("es-CO")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public async Task The_culture_plays_no_part(string culture)
    {
        using SampleRun one = await SampleRun.WriteAsync(Everything);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            using SampleRun other = await SampleRun.WriteAsync(Everything);
            Assert.Equal(one.BytesOf("manifest.json"), other.BytesOf("manifest.json"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Another_date_changes_names_only_and_another_seed_changes_content()
    {
        using SampleRun one = await SampleRun.WriteAsync(o => o with { Faults = 0.1m });
        using SampleRun nextDay = await SampleRun.WriteAsync(o => o with { Faults = 0.1m, Date = o.Date.AddDays(1) });
        using SampleRun otherSeed = await SampleRun.WriteAsync(o => o with { Faults = 0.1m, Seed = 2 });

        Assert.Equal(one.Manifest.Files.Select(f => f.Sha256), nextDay.Manifest.Files.Select(f => f.Sha256));
        Assert.All(nextDay.Manifest.Files, f => Assert.EndsWith("_20261125.txt", f.File, StringComparison.Ordinal));
        Assert.All(one.Manifest.Files.Zip(otherSeed.Manifest.Files), p => Assert.NotEqual(p.First.Sha256, p.Second.Sha256));
    }

    [Fact]
    public async Task A_master_is_the_same_alone_and_among_others()
    {
        using SampleRun all = await SampleRun.WriteAsync(o => o with { Faults = 0.2m });
        using SampleRun alone = await SampleRun.WriteAsync(o => o with { Faults = 0.2m, Maestras = ["xuen"] });

        Assert.Equal(all.Manifest.FileOfMaestra("XUEN").Sha256, Assert.Single(alone.Manifest.Files).Sha256);
    }

    [Fact]
    public async Task Fewer_rows_are_the_first_ones()
    {
        using SampleRun many = await SampleRun.WriteAsync(o => o with { Rows = 500, Maestras = ["XCATEG"] });
        using SampleRun few = await SampleRun.WriteAsync(o => o with { Rows = 20, Maestras = ["XCATEG"] });

        byte[] all = many.BytesOf("XCATEG_20261124.txt");
        byte[] first = few.BytesOf("XCATEG_20261124.txt");
        Assert.Equal(first, all[..first.Length]);
    }

    private static SampleOptions Everything(SampleOptions options) => options with
    {
        Faults = 0.15m, Changes = 5, SecondFile = true, Variants = Enum.GetValues<SampleVariant>(),
    };
}
