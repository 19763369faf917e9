using System.Text;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Layouts;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Corrections;

/// <summary>Lines taken apart into fields and put together again.</summary>
public sealed class LineEditorTests
{
    private static readonly Layout Chain = Shipped("XCADENA");

    public static TheoryData<string> Masters => [.. ShippedLayouts.Set.All.Select(l => l.Maestra)];

    [Theory]
    [MemberData(nameof(Masters))]
    public void A_line_whose_fields_are_sent_back_as_they_were_shown_is_the_same_bytes(string maestra) => Seeds.ForEach(300, random =>
    {
        foreach (SourceEncoding encoding in Enum.GetValues<SourceEncoding>())
        {
            Layout layout = Shipped(maestra) with { Encoding = encoding };
            AssertUnchanged(layout, MasterFiles.Any(layout, random));
        }
    });

    [Fact]
    public void The_same_holds_for_any_layout_and_any_bytes() => Seeds.ForEach(2000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: false);
        AssertUnchanged(layout, random.Next(2) == 0 ? RandomFiles.Damaged(layout, random) : RandomFiles.Garbage(random));
    });

    [Theory]
    [MemberData(nameof(Masters))]
    public void A_field_that_is_changed_is_read_back_as_it_was_typed_and_the_others_as_they_were(string maestra) => Seeds.ForEach(200, random =>
    {
        Layout layout = Shipped(maestra);
        LineEditor editor = new(layout);
        byte[] line = MasterFiles.Line(layout, random);
        IReadOnlyList<string> before = editor.Read(line).Cells!;

        int cell = random.Next(before.Count);
        string typed = "9" + new string('7', random.Next(0, Math.Max(0, Room(editor.Fields[cell]) - 1)));
        List<CellProblem> problems = [];
        byte[] after = editor.Apply(line, Edit(cell, typed), problems);

        Assert.Empty(problems);
        Assert.Equal(before.Select((text, i) => i == cell ? typed : text), editor.Read(after).Cells);
        // What lies between and behind the fields is nobody's to change.
        if (layout.Format == RecordFormat.Fixed)
            Assert.Equal(Outside(layout, line), Outside(layout, after)[..Outside(layout, line).Length]);
        else
            Assert.Equal(line.Count(b => b == layout.Delimiter), after.Count(b => b == layout.Delimiter));
    });

    [Fact]
    public void A_field_keeps_its_width_in_characters_and_what_stands_behind_it()
    {
        byte[] line = Encoding.UTF8.GetBytes("1SUPER INTER                   #resto que nadie lee  ");

        byte[] after = Apply(Chain, line, Edit(0, "A"), Edit(1, "PEÑAFLOR ÑANDÚ"));

        Assert.Equal("APEÑAFLOR ÑANDÚ                #resto que nadie lee  ", Encoding.UTF8.GetString(after));
    }

    [Fact]
    public void A_short_line_grows_up_to_the_field_that_is_filled_in() =>
        Assert.Equal("DSURTIMAX" + new string(' ', 22), Encoding.UTF8.GetString(Apply(Chain, "D"u8.ToArray(), Edit(1, "SURTIMAX"))));

    [Fact]
    public void Bytes_of_another_encoding_are_shown_as_such_stay_when_nobody_touches_them_and_go_when_somebody_does()
    {
        byte[] line = [.. "1PE"u8, 0xD1, .. Encoding.ASCII.GetBytes("AFLOR".PadRight(27))];
        LineEditor editor = new(Chain);

        Assert.Equal(["1", "PE\uFFFDAFLOR"], editor.Read(line).Cells);
        Assert.Contains((byte)0xD1, Apply(Chain, line, Edit(0, "A")));
        Assert.Equal("1PEÑAFLOR".PadRight(31), Encoding.UTF8.GetString(Apply(Chain, line, Edit(1, "PEÑAFLOR"))));
    }

    [Fact]
    public void In_latin_1_a_letter_with_an_accent_is_one_byte()
    {
        Layout latin = Chain with { Encoding = SourceEncoding.Latin1 };
        byte[] after = Apply(latin, Encoding.Latin1.GetBytes("1SUPER" + new string(' ', 25)), Edit(1, "PEÑA"));

        Assert.Equal("1PEÑA" + new string(' ', 26), Encoding.Latin1.GetString(after));
    }

    [Fact]
    public void Text_that_does_not_fit_the_width_the_encoding_or_the_delimiter_is_refused_and_nothing_of_it_is_written()
    {
        AssertRefused(Chain, "1SUPER", Edit(0, "AB"), "No cabe en el campo CODCADE: tiene 2 caracteres y el campo admite 1.");
        AssertRefused(Chain with { Encoding = SourceEncoding.Latin1 }, "1SUPER", Edit(1, "漢"), "no existe en la codificación del archivo, latin-1");
        AssertRefused(Chain with { Encoding = SourceEncoding.Windows1252 }, "1SUPER", Edit(1, "漢"), "no existe en la codificación del archivo, cp1252");
        AssertRefused(Chain, "1SUPER", Edit(1, "A\tB"), "un carácter que ningún archivo puede llevar");
        AssertRefused(Chain, "1SUPER", Edit(1, "A\uFFFDB"), "un carácter que ningún archivo puede llevar");
        AssertRefused(Shipped("XLEXSUBL"), "001|x|y|NOMBRE|z", Edit(1, "A|B"), "contiene «|», que en este archivo separa los campos");
    }

    [Fact]
    public void A_line_with_the_wrong_number_of_parts_is_edited_as_a_whole()
    {
        Layout layout = Shipped("XLEXSUBL");
        LineEditor editor = new(layout);
        byte[] line = "001|x|y"u8.ToArray();

        EditableLine shown = editor.Read(line);
        Assert.Null(shown.Cells);
        Assert.Equal("001|x|y", shown.Whole);
        byte[] after = editor.Apply(line, new LineEdit(new Dictionary<int, string>(), "001|x|y|NOMBRE|z", false), []);
        Assert.Equal(["001", "NOMBRE"], editor.Read(after).Cells);
    }

    [Fact]
    public void A_control_character_between_the_fields_is_within_reach()
    {
        byte[] line = [.. Encoding.ASCII.GetBytes("ASUPER".PadRight(40)), 0x07, .. "x"u8];

        Assert.Equal("ASUPER".PadRight(40) + "\uFFFDx", new LineEditor(Chain).Read(line).Whole);
    }

    [Fact]
    public void A_line_longer_than_anybody_edits_is_left_alone()
    {
        byte[] line = [.. Enumerable.Repeat((byte)'A', LineEditor.MaxLineBytes + 1)];
        LineEditor editor = new(Chain);

        Assert.Equal(EditableLine.TooLong, editor.Read(line));
        Assert.Equal(line, editor.Apply(line, Edit(0, "B"), []));
    }

    [Fact]
    public async Task A_line_is_judged_as_the_file_would_be()
    {
        byte[] file = Encoding.UTF8.GetBytes("ASUPER\n1MALA\nAOTRA VEZ\nBBUENA\n");

        IReadOnlyList<LineVerdict> verdicts = await FileJudge.JudgeAsync(Chain, file, TestContext.Current.CancellationToken);

        Assert.Equal([true, false, false, true], verdicts.Select(v => v.IsAccepted));
        Assert.Equal(ErrorType.DuplicateKey, Assert.Single(verdicts[2].Errors).Type);
        foreach (LineVerdict verdict in verdicts.Where(v => v.Number != 3))
        {
            LineVerdict alone = await FileJudge.JudgeLineAsync(
                Chain, FileLines.Of(file)[verdict.Number].ToArray(), verdict.Number, TestContext.Current.CancellationToken);
            Assert.Equal(verdict.Errors, alone.Errors);
        }
    }

    private static void AssertUnchanged(Layout layout, byte[] file)
    {
        FileLines lines = FileLines.Of(file);
        LineEditor editor = new(layout);
        for (int number = 1; number <= lines.Count; number++)
        {
            byte[] line = lines[number].ToArray();
            EditableLine shown = editor.Read(line);
            Dictionary<int, string> cells = (shown.Cells ?? []).Index().ToDictionary(c => c.Index, c => c.Item);
            List<CellProblem> problems = [];

            byte[] after = editor.Apply(line, new LineEdit(cells, shown.Whole, false), problems);

            Assert.Empty(problems);
            Assert.Equal(line, after);
        }
    }

    private static void AssertRefused(Layout layout, string line, LineEdit edit, string why)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(line);
        List<CellProblem> problems = [];

        Assert.Equal(bytes, new LineEditor(layout).Apply(bytes, edit, problems));
        Assert.Contains(why, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static byte[] Apply(Layout layout, byte[] line, params LineEdit[] edits)
    {
        Dictionary<int, string> cells = edits.SelectMany(e => e.Cells).ToDictionary();
        List<CellProblem> problems = [];
        byte[] after = new LineEditor(layout).Apply(line, new LineEdit(cells, null, false), problems);
        Assert.Empty(problems);
        return after;
    }

    /// <summary>The bytes of a line that no field has, which are one per character outside of fields.</summary>
    private static byte[] Outside(Layout layout, byte[] line)
    {
        Rune[] runes = [.. Encoding.UTF8.GetString(line).EnumerateRunes()];
        return Encoding.UTF8.GetBytes(string.Concat(
            runes.Where((_, i) => layout.Columns.All(c => c.IsConstant || i < c.Start || i >= c.End)).Select(r => r.ToString())));
    }

    private static int Room(LayoutColumn field) => field.End > field.Start ? field.End - field.Start : 12;

    private static LineEdit Edit(int cell, string text) => new(new Dictionary<int, string> { [cell] = text }, null, false);

    private static Layout Shipped(string maestra) => ShippedLayouts.Set.Find(maestra)!;
}
