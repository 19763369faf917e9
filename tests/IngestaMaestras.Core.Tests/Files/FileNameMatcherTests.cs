using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Files;

public sealed class FileNameMatcherTests
{
    private static readonly LayoutSet Layouts = new(
        new[] { "XCAN", "XCANAL", "XCADENA", "XCAN_SUR" }.Select(m => LayoutBuilder.Fixed(m).Field("A", 0, 1).Build()));

    [Theory]
    [InlineData("XCADENA.txt", "XCADENA", "")]
    [InlineData("xcadena.TXT", "XCADENA", "")]
    [InlineData("XCADENA_20261124.txt", "XCADENA", "_20261124")]
    [InlineData("XCADENA-final.txt", "XCADENA", "-final")]
    [InlineData("XCADENA_.txt", "XCADENA", "_")]
    [InlineData("XCADENA_2026.11.24.txt", "XCADENA", "_2026.11.24")]
    [InlineData("XCAN.txt", "XCAN", "")]
    [InlineData("XCAN_1.txt", "XCAN", "_1")]
    [InlineData("XCANAL.txt", "XCANAL", "")]
    [InlineData("XCANAL_XCAN.txt", "XCANAL", "_XCAN")]
    [InlineData("xcan_sur.txt", "XCAN_SUR", "")]
    [InlineData("XCAN_SUR-1.txt", "XCAN_SUR", "-1")]
    [InlineData("XCAN_SURESTE.txt", "XCAN", "_SURESTE")]
    public void A_name_belongs_to_the_longest_master_that_begins_it(string name, string maestra, string suffix)
    {
        FileNameMatch match = FileNameMatcher.Match(name, Layouts);

        Assert.Equal((FileNameOutcome.Matched, maestra, suffix), (match.Outcome, match.Layout!.Maestra, match.Suffix));
    }

    [Theory]
    [InlineData("XCANALES.txt")]
    [InlineData("XCADENA 1.txt")]
    [InlineData("XCADENA2.txt")]
    [InlineData("XCADENA.1.txt")]
    [InlineData(" XCADENA.txt")]
    [InlineData("OTRO_20261124.txt")]
    [InlineData(".txt")]
    [InlineData("_.txt")]
    [InlineData("../XCADENA.txt")]
    [InlineData("XCADENA_/../../XCADENA.txt")]
    [InlineData("XCADENA_\0.txt")]
    public void Other_names_are_unknown(string name)
    {
        FileNameMatch match = FileNameMatcher.Match(name, Layouts);

        Assert.Equal(FileNameOutcome.Unknown, match.Outcome);
        Assert.Null(match.Layout);
    }

    [Theory]
    [InlineData("XCADENA", null)]
    [InlineData("XCADENA.csv", "XCADENA")]
    [InlineData("XCADENA_20261124.txt.bak", null)]
    [InlineData("XCADENA_20261124.dat", "XCADENA")]
    [InlineData("XCADENA.txt ", "XCADENA")]
    [InlineData("XCADENA.tx", "XCADENA")]
    [InlineData("otro.csv", null)]
    [InlineData("", null)]
    public void Names_that_do_not_end_in_txt_have_the_wrong_extension(string name, string? maestra)
    {
        FileNameMatch match = FileNameMatcher.Match(name, Layouts);

        Assert.Equal(FileNameOutcome.WrongExtension, match.Outcome);
        if (maestra is not null)
            Assert.Equal(maestra, match.Layout!.Maestra);
    }

    [Theory]
    [InlineData("XCADENA_20261124.txt", "2026-11-24")]
    [InlineData("XCADENA-20261124.txt", "2026-11-24")]
    [InlineData("XCADENA_20261124_2.txt", "2026-11-24")]
    [InlineData("XCADENA_v2_20261124.txt", "2026-11-24")]
    [InlineData("XCADENA_20261124corregido.txt", "2026-11-24")]
    [InlineData("XCADENA_20261124~3.txt", "2026-11-24")]
    [InlineData("XCADENA_20240229.txt", "2024-02-29")]
    [InlineData("XCADENA_99999999_20261124.txt", "2026-11-24")]
    [InlineData("XCADENA_20261124_20261125.txt", "2026-11-24")]
    [InlineData("XCADENA.txt", null)]
    [InlineData("XCADENA_20261324.txt", null)]
    [InlineData("XCADENA_20230229.txt", null)]
    [InlineData("XCADENA_00000000.txt", null)]
    [InlineData("XCADENA_202611241.txt", null)]
    [InlineData("XCADENA_2026112.txt", null)]
    [InlineData("XCADENA_v20261124.txt", null)]
    [InlineData("XCADENA_rechazos-20261124.txt", null)]
    [InlineData("XCADENA_20261124_rechazos-20261125.txt", "2026-11-24")]
    public void A_real_date_in_the_suffix_is_the_business_date(string name, string? expected)
    {
        DateOnly? date = FileNameMatcher.Match(name, Layouts).BusinessDate;

        Assert.Equal(expected, date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("XCADENA_20261124_rechazos-57.txt", 57L)]
    [InlineData("XCADENA_20261124_2_RECHAZOS-57.TXT", 57L)]
    [InlineData("XCADENA_rechazos-9223372036854775807.txt", long.MaxValue)]
    [InlineData("XCADENA_20261124_rechazos-57~2.txt", 57L)]
    [InlineData("XCADENA_20261124_rechazos-57 (1).txt", 57L)]
    [InlineData("XCADENA_20261124_rechazos-57_corregido.txt", 57L)]
    [InlineData("XCADENA_20261124_rechazos-57_rechazos-88.txt", 88L)]
    [InlineData("XCADENA_20261124_rechazos-9223372036854775808.txt", null)]
    [InlineData("XCADENA_20261124_rechazos-57a.txt", null)]
    [InlineData("XCADENA_20261124_rechazos.txt", null)]
    [InlineData("XCADENA_20261124-rechazos-.txt", null)]
    public void A_rejects_file_is_never_taken_for_a_full_one(string name, long? origin)
    {
        FileNameMatch match = FileNameMatcher.Match(name, Layouts);

        Assert.Equal(FileNameOutcome.Matched, match.Outcome);
        Assert.True(match.IsRejects);
        Assert.Equal(origin, match.OriginFileId);
    }

    [Fact]
    public void Other_files_are_not_rejects()
    {
        FileNameMatch match = FileNameMatcher.Match("XCADENA_20261124_2.txt", Layouts);

        Assert.False(match.IsRejects);
        Assert.Null(match.OriginFileId);
    }

    [Theory]
    [InlineData("XCADENA_20261124~2.txt", "XCADENA_20261124")]
    [InlineData("XCADENA~2.txt", "XCADENA")]
    [InlineData("XCADENA_20261124~2~13.txt", "XCADENA_20261124")]
    [InlineData("XCADENA_a~b.txt", "XCADENA_a~b")]
    [InlineData("XCADENA_a~.txt", "XCADENA_a~")]
    [InlineData("XCADENA_~2_1.txt", "XCADENA_~2_1")]
    public void The_marker_of_a_collision_is_no_part_of_the_stem(string name, string stem) =>
        Assert.Equal(stem, FileNameMatcher.Match(name, Layouts).Stem);

    [Fact]
    public void The_marker_of_a_collision_changes_no_order() => Assert.Equal(
        FileNameMatcher.Match("XCADENA_20261124_2.txt", Layouts).ChainOrder,
        FileNameMatcher.Match("XCADENA_20261124_2~7.txt", Layouts).ChainOrder);

    [Fact]
    public void Files_of_one_date_are_ordered_by_name_with_numbers_as_numbers()
    {
        string[] ordered =
        [
            "XCADENA_20261124.txt",
            "XCADENA_20261124-1.txt",
            "XCADENA_20261124_2.txt",
            "XCADENA_20261124_2b.txt",
            "XCADENA_20261124_2_rechazos-57.txt",
            "XCADENA_20261124_10.txt",
            "XCADENA_20261124_99999999999999999999.txt",
            "XCADENA_20261124_100000000000000000000.txt",
            "XCADENA_20261124_3000000000000000000000.txt",
            "XCADENA_20261124_a2.txt",
            "XCADENA_20261124_A10.txt",
        ];
        Random random = new(7);
        string[] shuffled = [.. ordered];
        random.Shuffle(shuffled);

        Assert.Equal(
            ordered,
            shuffled.OrderBy(n => FileNameMatcher.Match(n, Layouts).ChainOrder, StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_the_chain_does_not_depend_on_where_the_date_stands()
    {
        string[] names = ["XCADENA_20261124_2.txt", "XCADENA_10_20261124.txt", "XCADENA-20261124.txt"];

        Assert.Equal(
            ["XCADENA-20261124.txt", "XCADENA_20261124_2.txt", "XCADENA_10_20261124.txt"],
            names.OrderBy(n => FileNameMatcher.Match(n, Layouts).ChainOrder, StringComparer.Ordinal));
    }

    [Fact]
    public void Any_name_at_all_is_answered() => Seeds.ForEach(2000, random =>
    {
        string[] pieces =
        [
            "XCADENA", "xcan", "_", "-", "20261124", "_2", "~", "~1", ".txt", ".", "rechazos-", "5", "\0", "/", "\uD83D", "Ñ", "\n", " ",
        ];
        string name = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));

        FileNameMatch match = FileNameMatcher.Match(name, Layouts);

        Assert.Equal(match.Outcome == FileNameOutcome.Matched, match.Layout is not null && name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        if (match.Layout is not null)
            Assert.Equal(match.Stem, match.Stem[..match.Layout.Maestra.Length] + match.Suffix);
    });

    [Fact]
    public void A_very_long_name_is_answered()
    {
        string name = "XCADENA" + string.Concat(Enumerable.Repeat("_20261324~1", 20_000)) + ".txt";

        Assert.Equal("XCADENA", FileNameMatcher.Match(name, Layouts).Layout!.Maestra);
    }
}
