using System.Text;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Layouts;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Corrections;

/// <summary>Files taken apart into lines and put together again.</summary>
public sealed class FileLinesTests
{
    [Fact]
    public void A_file_of_which_nothing_changes_is_the_same_bytes_whatever_they_are() => Seeds.ForEach(2000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: false);
        byte[] file = AnyFile(layout, random);
        FileLines lines = FileLines.Of([.. file]);

        Assert.Equal(file, lines.With(new Dictionary<int, byte[]?>()));
        Assert.Equal(ReferenceParser.SplitLines(file), Enumerable.Range(1, lines.Count).Select(n => lines[n].ToArray()));
        // Every line written anew as it is, too.
        Assert.Equal(file, lines.With(Enumerable.Range(1, lines.Count).ToDictionary(n => n, n => (byte[]?)lines[n].ToArray())));
    });

    [Fact]
    public void A_changed_line_and_a_removed_one_leave_every_other_as_it_was() => Seeds.ForEach(2000, random =>
    {
        byte[] file = AnyFile(RandomLayouts.Layout(random, withRules: false), random);
        FileLines lines = FileLines.Of(file);
        if (lines.Count < 2)
            return;

        int changed = random.Next(1, lines.Count + 1);
        int removed = random.Next(1, lines.Count + 1);
        if (removed == changed)
            return;
        byte[] text = Encoding.ASCII.GetBytes("otra cosa");
        FileLines after = FileLines.Of(lines.With(new Dictionary<int, byte[]?> { [changed] = text, [removed] = null }));

        Assert.Equal(
            Enumerable.Range(1, lines.Count).Where(n => n != removed).Select(n => n == changed ? text : lines[n].ToArray()),
            Enumerable.Range(1, after.Count).Select(n => after[n].ToArray()));
    });

    [Theory]
    [InlineData("a\r\nb\r\n", "X\r\nb\r\n")]
    [InlineData("a\nb", "X\nb")]
    [InlineData("\uFEFFa\nb\n", "\uFEFFX\nb\n")]
    [InlineData("a\nb\n\u001A", "X\nb\n\u001A")]
    [InlineData("a", "X")]
    [InlineData("a\r", "X\r")]
    public void Ends_of_lines_and_of_the_file_stay_what_they_are(string before, string after) => Assert.Equal(
        after,
        Encoding.UTF8.GetString(FileLines.Of(Encoding.UTF8.GetBytes(before)).With(new Dictionary<int, byte[]?> { [1] = [(byte)'X'] })));

    /// <summary>Of a random layout, or of one of those that are shipped.</summary>
    private static byte[] AnyFile(Layout layout, Random random) => random.Next(3) switch
    {
        0 => RandomFiles.Valid(layout, random),
        1 => MasterFiles.Any(ShippedLayouts.Set.All[random.Next(ShippedLayouts.Set.All.Count)], random),
        _ => RandomFiles.Garbage(random),
    };
}
