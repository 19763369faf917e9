using System.Text;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples;

namespace IngestaMaestras.Ingestion.Tests.Samples;

public class SampleVariantsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, 6)]
    public async Task All_variants_together_are_read_as_the_manifest_says(double faults, int changes)
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with
        {
            Faults = (decimal)faults, Changes = changes, Variants = Enum.GetValues<SampleVariant>(), SecondFile = true,
        });

        Assert.Equal(
            SampleVariantNames.All.Order(), run.Manifest.Files.Select(f => f.Variant).OfType<string>().Order());
        await run.VerifyAsync();
    }

    [Fact]
    public async Task An_empty_file_has_no_byte()
    {
        (SampleRun run, SampleFile file) = await WriteAsync(SampleVariant.Empty);
        using (run)
        {
            Assert.Equal((ErrorType.EmptyFile, 0, 0), (file.FileError, file.Bytes, file.Read));
            Assert.Empty(run.BytesOf(file.File));
        }
    }

    [Fact]
    public async Task An_unknown_file_belongs_to_no_master()
    {
        (SampleRun run, SampleFile file) = await WriteAsync(SampleVariant.Unknown);
        using (run)
        {
            Assert.Equal((ErrorType.UnknownFile, null), (file.FileError, file.Maestra));
            Assert.Equal(FileNameOutcome.Unknown, FileNameMatcher.Match(file.File, run.Layouts).Outcome);
            Assert.True(file.Bytes > 0);
            Assert.Equal(14, run.Manifest.Files.Count);
        }
    }

    [Fact]
    public async Task A_file_with_another_extension_is_one_more_file_of_a_master()
    {
        (SampleRun run, SampleFile file) = await WriteAsync(SampleVariant.Extension);
        using (run)
        {
            Assert.Equal((ErrorType.InvalidExtension, "CRLISUCATE"), (file.FileError, file.Maestra));
            Assert.Equal(FileNameOutcome.WrongExtension, FileNameMatcher.Match(file.File, run.Layouts).Outcome);
            Assert.Equal(run.BytesOf("CRLISUCATE_20261124.txt"), run.BytesOf(file.File));
        }
    }

    [Fact]
    public async Task A_truncated_file_ends_in_the_middle_of_a_line_that_is_rejected()
    {
        (SampleRun run, SampleFile file) = await WriteAsync(SampleVariant.Truncated);
        using (run)
        {
            SampleReject last = file.Rejects[^1];
            Assert.Contains(ErrorType.ShortLine, last.ErrorTypes);
            string[] lines = Encoding.UTF8.GetString(run.BytesOf(file.File)).Split('\n');
            Assert.Equal(last.Line, lines.Length);
            Assert.NotEqual(lines[^2].Length, lines[^1].Length);
            Assert.NotEmpty(lines[^1]);
        }
    }

    [Fact]
    public async Task Line_ends_byte_order_marks_and_control_Z_are_where_they_belong()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with
        {
            Variants = [SampleVariant.Crlf, SampleVariant.Bom, SampleVariant.ControlZ, SampleVariant.NoNewline],
        });

        byte[] Of(string variant) => run.BytesOf(run.Manifest.Files.Single(f => f.Variant == variant).File);
        byte[] crlf = Of("crlf");
        Assert.Equal(crlf.Count(b => b == '\n'), Encoding.UTF8.GetString(crlf).Split("\r\n").Length - 1);
        Assert.Equal([0xEF, 0xBB, 0xBF], Of("bom")[..3]);
        Assert.Equal("\n\u001A"u8.ToArray(), Of("ctrlz")[^2..]);
        Assert.Equal((byte)' ', Of("nonewline")[^1]);
        await run.VerifyAsync();
    }

    [Fact]
    public async Task A_second_header_is_rejected_where_numbers_are_expected()
    {
        (SampleRun run, SampleFile file) = await WriteAsync(SampleVariant.Header);
        using (run)
        {
            Assert.Equal(
                (2L, ErrorType.InvalidType), (file.Rejects[0].Line, file.Rejects[0].ErrorTypes.Distinct().Single()));
            await run.VerifyAsync();
        }
    }

    [Fact]
    public async Task Too_many_variants_for_too_few_masters_are_refused()
    {
        SampleException refused = await Assert.ThrowsAsync<SampleException>(() => SampleRun.WriteAsync(o => o with
        {
            Maestras = ["XCADENA"], Variants = [SampleVariant.Empty, SampleVariant.Crlf],
        }));

        Assert.Contains("crlf", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_dates_names_are_those_of_the_masters()
    {
        using SampleRun run = await SampleRun.WriteAsync(o => o with { Undated = true, SecondFile = true });

        Assert.Equal(
            SampleLayouts.TheThirteen.Append("XCADENA_2").Select(m => m + ".txt"), run.Manifest.Files.Select(f => f.File));
        await run.VerifyAsync();
    }

    private static async Task<(SampleRun Run, SampleFile File)> WriteAsync(SampleVariant variant)
    {
        SampleRun run = await SampleRun.WriteAsync(o => o with { Variants = [variant] });
        return (run, run.Manifest.Files.Single(f => f.Variant == SampleVariantNames.Of(variant)));
    }
}
