using System.Text;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>"Preview of any file, page by page, however large", and never from outside the data folders.</summary>
public sealed class FilePreviewTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\n")]
    [InlineData("\n", "\n\n\n")]
    public async Task Every_line_is_on_one_page_forwards_and_backwards_with_its_number(string end, string tail)
    {
        // An empty first line, long and short ones, the last without its end.
        var lines = Enumerable.Range(1, 230).Select(i => i == 1 ? "" : new string('x', i % 7 * 300) + i).ToList();
        using MemoryStream file = new(Encoding.UTF8.GetBytes(string.Join(end, lines) + tail));
        var expected = Encoding.UTF8.GetString(file.ToArray()).Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (expected[^1].Length == 0)
        {
            expected.RemoveAt(expected.Count - 1);
        }

        List<PreviewPage> pages = [];
        for (PreviewPlace? place = PreviewPlace.Start; place is not null; place = pages[^1].Next)
        {
            pages.Add(await FilePreview.ReadAsync(file, place, null, Ct));
        }

        var all = pages.SelectMany(p => p.Lines).ToList();
        Assert.Equal(Enumerable.Range(1, expected.Count).Select(i => (long?)i), all.Select(l => l.Number));
        Assert.Equal(expected.Select(l => l[..Math.Min(l.Length, FilePreview.MaxCharacters)]), all.Select(l => l.Text));
        Assert.Equal(expected.Select(l => l.Length > FilePreview.MaxCharacters), all.Select(l => l.IsClipped));
        Assert.Null(pages[0].Previous);
        foreach (var (before, after) in pages.Zip(pages.Skip(1)))
        {
            Assert.Equal(before.Place, after.Previous);
        }

        var last = await FilePreview.ReadAsync(file, pages[0].Last!, null, Ct);
        Assert.Equal(all[^1].Text, last.Lines[^1].Text);
        Assert.Equal(FilePreview.PageLines, last.Lines.Count);
        Assert.Null(last.Lines[0].Number);
        Assert.Null(last.Next);
    }

    [Fact]
    public async Task A_line_of_megabytes_takes_pages_of_its_own_and_a_place_inside_it_says_so()
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes("uno\n" + new string('y', 700_000) + "\ntres\n"));
        List<PreviewLine> lines = [];
        for (PreviewPlace? place = PreviewPlace.Start; place is not null;)
        {
            var page = await FilePreview.ReadAsync(file, place, null, Ct);
            lines.AddRange(page.Lines);
            place = page.Next;
        }

        Assert.Equal(("uno", 1L, false), (lines[0].Text, lines[0].Number, lines[0].IsContinuation));
        Assert.Equal(("tres", 3L, false), (lines[^1].Text, lines[^1].Number, lines[^1].IsContinuation));
        Assert.All(lines[1..^1], l => Assert.Equal((2L, true), (l.Number, l.IsClipped)));
        Assert.Equal([false, .. Enumerable.Repeat(true, lines.Count - 3)], lines[1..^1].Select(l => l.IsContinuation));
        Assert.True((await FilePreview.ReadAsync(file, new PreviewPlace(2, null), null, Ct)).Lines[0].IsContinuation);
        Assert.Empty((await FilePreview.ReadAsync(file, new PreviewPlace(long.MaxValue, 9), null, Ct)).Lines);
    }

    [Fact]
    public async Task Bytes_that_the_encoding_does_not_know_are_shown_and_the_mark_of_a_file_is_not()
    {
        using MemoryStream file = new([.. Encoding.UTF8.Preamble, .. "CÓD"u8, 0xFF, .. "\n"u8]);
        Assert.Equal("CÓD\uFFFD", (await FilePreview.ReadAsync(file, PreviewPlace.Start, null, Ct)).Lines.Single().Text);
        using MemoryStream empty = new();
        Assert.Empty((await FilePreview.ReadAsync(empty, PreviewPlace.Start, null, Ct)).Lines);
    }

    [Fact]
    public void Nothing_outside_the_four_folders_is_opened_not_even_through_a_link()
    {
        using TempFolder temp = new();
        DataFolders folders = new(Path.Combine(temp.Path, "data"));
        folders.Prepare();
        var secret = Path.Combine(temp.Path, "secreto.txt");
        File.WriteAllText(secret, "x");
        Directory.CreateDirectory(Path.Combine(folders.Root, "keys"));
        File.WriteAllText(Path.Combine(folders.Root, "keys", "llave.xml"), "x");
        Directory.CreateDirectory(Path.Combine(folders.Processed, "2026-11-24"));
        File.WriteAllText(Path.Combine(folders.Processed, "2026-11-24", "a.txt"), "x");
        File.CreateSymbolicLink(Path.Combine(folders.Error, "enlace.txt"), secret);
        Directory.CreateSymbolicLink(Path.Combine(folders.Error, "carpeta"), temp.Path);

        using (var file = folders.TryOpenRead("processed/2026-11-24/a.txt"))
        {
            Assert.NotNull(file);
        }

        foreach (var path in new[]
        {
            "keys/llave.xml", "error/enlace.txt", "error/carpeta/secreto.txt", "error/../../secreto.txt", "../secreto.txt", secret, "input",
            "input/", "processed/2026-11-24", "processed//2026-11-24/a.txt", "error/no-está.txt", "error/no/está.txt", "error/x\0.txt",
        })
        {
            Assert.Null(folders.TryOpenRead(path));
        }
    }

    [Fact]
    public async Task A_files_history_has_its_runs_its_corrections_and_the_marks_of_its_lines()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x", "2|PASTO|3", "2|DOBLE|3");
        FileResult corrected = await hub.CorrectAsync(origin, "4|TUNJA|6");
        var database = hub.Worker.Database;
        FileHistory history = new(database, hub.Folders, new FolderReader(hub.Folders));

        var detail = (await history.FindAsync(origin.FileId, Ct))!;

        Assert.Equal([origin.RunId], detail.Runs.Select(r => r.RunId));
        Assert.Equal([corrected.FileId], detail.Relatives.Select(f => f.FileId));
        Assert.Equal($"processed/2026-11-24/CIUDAD_rechazos-{origin.FileId}.txt", detail.RejectsPath);
        Assert.Null((await history.FindAsync(999, Ct)));
        var marks = await new LineMarks(database).FindAsync(origin.FileId, origin.RunId, 1, 50, Ct);
        Assert.Equal(["2 TIPO_INVALIDO True", "4 CLAVE_DUPLICADA True"], marks.Select(m => $"{m.Key} {m.Value.ErrorType} {m.Value.IsRejected}"));
    }

    [Fact]
    public async Task Files_are_filtered_and_read_page_by_page_both_ways()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            INSERT INTO file (maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
            SELECT CASE WHEN i % 3 > 0 THEN 'CIUDAD' END, 'A_' || i || '.txt', date '2026-11-01' + i / 4, '', i, 'processed/' || i, 'processed', i
              FROM generate_series(1, 40) i
            """);
        FileQueries files = new(
            hub.Worker.Database, new FolderReader(hub.Folders), new ArrivalWatcher(hub.Folders, hub.Options, TimeProvider.System), () => hub.Layouts);
        foreach (var (filter, where) in new (FileFilter, string)[]
        {
            (new(), "true"), (new() { Maestra = "CIUDAD", From = TestHub.Date("2026-11-03") }, "maestra = 'CIUDAD' AND fecha_proceso >= '2026-11-03'"),
            (new() { Text = "a_1", To = TestHub.Date("2026-11-04") }, @"file_name LIKE 'A\_1%' AND fecha_proceso <= '2026-11-04'"),
            (new() { Status = "loaded" }, "false"),
        })
        {
            foreach (var order in new[] { filter, filter with { IsOldestFirst = true } })
            {
                var direction = order.IsOldestFirst ? "ASC" : "DESC";
                var expected = await hub.QueryAsync($"SELECT file_id FROM file WHERE {where} ORDER BY fecha_proceso {direction}, file_id {direction}");
                List<string> found = [];
                string? next = null;
                do
                {
                    var page = await files.ListAsync(FileLocation.Processed, order, FileCursor.TryParse(next), 7, Ct);
                    found.AddRange(page.Files.Select(f => $"{f.FileId}"));
                    next = page.Next;
                }
                while (next is not null);

                Assert.Equal(expected, found);
                Assert.Equal(expected, await files.StreamAsync(FileLocation.Processed, order, Ct).Select(f => $"{f.FileId}").ToListAsync(Ct));
            }
        }
    }
}
