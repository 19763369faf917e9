using System.IO.Compression;
using System.Text;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Maintenance;

/// <summary>Old files of processed/ in dated archives: nothing is lost, whenever it is interrupted, and everything comes back.</summary>
public sealed class ArchiveProcessedTests(PostgresFixture postgres)
{
    private const string Task = "archivo-historico";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The clock says 24 November 2026: 90 days before it is 26 August.</summary>
    [Fact]
    public async Task Old_files_go_into_an_archive_of_their_month_with_their_rejects_and_come_back_checked_when_they_are_asked_for()
    {
        await using var hub = await StartAsync();
        var maintenance = Runner(hub);
        var archive = hub.Folders.LongTerm;

        var first = await maintenance.RunAsync(Task, AuditEntry.System, Ct);
        var second = await maintenance.RunAsync(Task, AuditEntry.System, Ct);

        Assert.Equal($"3 archivos de processed/ comprimidos en 2 archivos mensuales de {archive.Folder}.", first.Message);
        Assert.Equal("Ningún archivo de processed/ tiene más de 90 días.", second.Message);
        Assert.Equal(["2026-07.zip", "2026-08.zip"], archive.List());
        Assert.Equal(
            [
                "archived|archived/2026-07.zip/2026-07-30/CIUDAD_20260730.txt", "archived|archived/2026-08.zip/2026-08-14/CIUDAD_20260814.txt",
                "archived|archived/2026-08.zip/2026-08-15/CIUDAD_20260815.txt", "processed|processed/2026-08-26/CIUDAD_20260826.txt",
            ],
            await hub.QueryAsync("SELECT location, path FROM file ORDER BY path"));
        Assert.Equal(["processed/2026-08-26/CIUDAD_20260826.txt"], ProcessedFiles(hub));
        Assert.Equal(
            ["2026-08-14/CIUDAD_20260814.txt", "2026-08-14/CIUDAD_rechazos-2.txt", "2026-08-15/CIUDAD_20260815.txt"],
            archive.ReadManifest("2026-08.zip").Files.Select(f => f.Entry));
        Assert.Equal(2, await hub.ScalarAsync<int>("SELECT count(*) FROM archive WHERE settled_at IS NOT NULL"));

        // Anybody with a copy of unzip can check it.
        using (var zip = await ZipFile.OpenReadAsync(archive.FullPath("2026-08.zip"), Ct))
        {
            Assert.NotNull(zip.GetEntry("manifest.json"));
        }

        var detail = await new FileHistory(hub.Worker.Database, hub.Folders, new FolderReader(hub.Folders)).FindAsync(2, Ct);
        Assert.Equal(("archived/2026-08.zip/2026-08-14/CIUDAD_rechazos-2.txt", true), (detail!.RejectsPath, detail.File.CanBeSentBack));
        await using (var stream = hub.Folders.TryOpenRead(detail.File.Path))
        {
            Assert.Equal("1|CALI|5\nx|MALA|5\n", await new StreamReader(stream!).ReadToEndAsync(Ct));
        }

        Assert.Equal(
            ["CIUDAD_20260815.txt|succeeded|CIUDAD_20260815.txt volvió a input/CIUDAD_20260815.txt."],
            await hub.OperateAsync(OperationKinds.SendBackFiles, new FilesParameters { FileIds = [3] }));
        Assert.Equal("2|TUNJA|\n", await File.ReadAllTextAsync(Path.Combine(hub.Folders.Input, "CIUDAD_20260815.txt"), Ct));
        var results = await hub.Worker.Files.ReprocessAsync([2], TestHub.User, null, Ct);
        Assert.Equal("superseded", (await hub.DrainAsync(results.Single())).File.Status);
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Upload));

        // They are old still: a further archive of the month, and the first one stays as it was.
        await hub.RunAsync("2026-08-15");
        Assert.Equal($"2 archivos de processed/ comprimidos en 1 archivos mensuales de {archive.Folder}.", (await maintenance.RunAsync(Task, AuditEntry.System, Ct)).Message);
        Assert.Equal(["2026-07.zip", "2026-08-2.zip", "2026-08.zip"], archive.List());
        Assert.Equal(3, archive.ReadManifest("2026-08.zip").Files.Count);
    }

    [Fact]
    public async Task Interrupted_between_archive_and_rows_and_between_row_and_original_it_goes_on_where_it_was()
    {
        await using var hub = await StartAsync();
        var maintenance = Runner(hub);
        await hub.ExecuteAsync(
            """
            CREATE FUNCTION db_masterdatahub.no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'se apagó la máquina'; END $$;
            CREATE TRIGGER no_more BEFORE UPDATE ON file FOR EACH ROW WHEN (NEW.location = 'archived' AND NEW.file_id = 3) EXECUTE FUNCTION db_masterdatahub.no_more()
            """);

        var died = await maintenance.RunAsync(Task, AuditEntry.System, Ct);

        Assert.False(died.Done);
        Assert.Contains("se apagó la máquina", died.Message, StringComparison.Ordinal);
        Assert.Equal(["2026-07.zip", "2026-08.zip"], hub.Folders.LongTerm.List());
        Assert.Equal(["processed/2026-08-15/CIUDAD_20260815.txt", "processed/2026-08-26/CIUDAD_20260826.txt"], ProcessedFiles(hub));
        Assert.Equal("processed", await hub.ScalarAsync<string>("SELECT location FROM file WHERE file_id = 3"));

        // As a death right after the row, and one while an archive was being written, leave it.
        await hub.ExecuteAsync("DROP TRIGGER no_more ON file");
        Assert.True(hub.Folders.LongTerm.TryExtract(
            "archived/2026-08.zip/2026-08-14/CIUDAD_20260814.txt", Path.Combine(hub.Folders.Processed, "2026-08-14", "CIUDAD_20260814.txt")));
        await File.WriteAllTextAsync(Path.Combine(hub.Folders.LongTerm.Folder, ".2026-08-abc.tmp"), "a medias", Ct);
        var next = await maintenance.RunAsync(Task, AuditEntry.System, Ct);

        Assert.Equal($"1 archivos de processed/ comprimidos en 0 archivos mensuales de {hub.Folders.LongTerm.Folder}.", next.Message);
        Assert.Equal(["2026-07.zip", "2026-08.zip"], Directory.EnumerateFiles(hub.Folders.LongTerm.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["processed/2026-08-26/CIUDAD_20260826.txt"], ProcessedFiles(hub));
        Assert.Equal(0, await hub.ScalarAsync<int>("SELECT count(*) FROM archive WHERE settled_at IS NULL"));
        Assert.Equal("Ningún archivo de processed/ tiene más de 90 días.", (await maintenance.RunAsync(Task, AuditEntry.System, Ct)).Message);
        await Invariants.CheckAsync(hub);
    }

    [Fact]
    public async Task What_was_edited_or_used_stays_and_a_restored_hub_learns_what_its_archives_hold()
    {
        await using var hub = await StartAsync();
        await File.AppendAllTextAsync(Path.Combine(hub.Folders.Processed, "2026-08-15", "CIUDAD_20260815.txt"), "3|NEIVA|\n", Ct);
        Assert.EndsWith("; 1 se quedan porque alguien los cambió donde están.", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(hub.Folders.Processed, "2026-08-15", "CIUDAD_20260815.txt")));

        await hub.ExecuteAsync(
            "DELETE FROM archive; UPDATE file SET location = 'processed', path = regexp_replace(path, '^archived/[^/]*', 'processed') WHERE location = 'archived'");
        Assert.StartsWith("2 archivos", (await Runner(hub).RunAsync(Task, AuditEntry.System, Ct)).Message, StringComparison.Ordinal);
        await Invariants.CheckAsync(hub);
    }

    [Fact]
    public async Task What_comes_out_of_a_damaged_archive_is_never_used()
    {
        await using var hub = await StartAsync();
        await Runner(hub).RunAsync(Task, AuditEntry.System, Ct);
        var path = hub.Folders.LongTerm.FullPath("2026-08.zip");
        using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Update, Ct))
        {
            zip.GetEntry("2026-08-14/CIUDAD_20260814.txt")!.Delete();
            await using var stream = await zip.CreateEntry("2026-08-14/CIUDAD_20260814.txt").OpenAsync(Ct);
            await stream.WriteAsync(Encoding.UTF8.GetBytes("1|OTRA|5\n"), Ct);
        }

        var sent = await hub.Worker.Files.SendBackAsync(2, TestHub.User, Ct);
        Assert.False(sent.Done);
        Assert.Contains("el contenido no coincide con el manifiesto", sent.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Input));

        await File.WriteAllTextAsync(path, "esto no es un archivo comprimido", Ct);
        Assert.Throws<ArchiveDamagedException>(() => hub.Folders.TryOpenRead("archived/2026-08.zip/2026-08-14/CIUDAD_20260814.txt"));
        File.Delete(path);
        Assert.Contains("ya no está en", (await hub.Worker.Files.SendBackAsync(2, TestHub.User, Ct)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Upload));
    }

    [Fact]
    public async Task The_long_term_folder_may_be_on_another_volume()
    {
        await using var hub = await StartAsync();
        const string Elsewhere = "/dev/shm";
        Assert.SkipUnless(
            Directory.Exists(Elsewhere) && FileStat.TryRead(Elsewhere)!.Device != FileStat.TryRead(hub.Folders.Root)!.Device, "this machine has no second volume");
        var archive = Path.Combine(Elsewhere, $"ingesta-{Guid.NewGuid():N}");
        try
        {
            DataFolders folders = new(hub.Folders.Root, archive);
            Assert.Equal($"3 archivos de processed/ comprimidos en 2 archivos mensuales de {archive}.", (await Runner(hub, folders).RunAsync(Task, AuditEntry.System, Ct)).Message);
            Assert.Equal("input/CIUDAD_20260814.txt", await new FileMover(hub.Worker.Database, folders).ToInputAsync(2, Ct));
            Assert.Equal("1|CALI|5\nx|MALA|5\n", await File.ReadAllTextAsync(Path.Combine(hub.Folders.Input, "CIUDAD_20260814.txt"), Ct));
        }
        finally
        {
            Directory.Delete(archive, recursive: true);
        }
    }

    [Fact]
    public async Task Rejected_lines_are_corrected_although_the_file_that_they_are_from_is_in_an_archive()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var origin = await hub.LoadAsync("CIUDAD_20260730.txt", "1|CALI|5", "2|TUNJA|x");
        await Runner(hub).RunAsync(Task, AuditEntry.System, Ct);
        Assert.Equal("archived", await hub.ScalarAsync<string>("SELECT location FROM file"));

        var corrected = await hub.CorrectAsync(origin, "1|OTRA VEZ|5", "2|TUNJA|6");

        // The key that the origin accepted is a duplicate, as ever.
        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", corrected.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|6"], await hub.RowsAsync("erp_ciudad"));
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Upload));
    }

    private async Task<TestHub> StartAsync()
    {
        var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20260730.txt", "1|CALI|5");
        await hub.LoadAsync("CIUDAD_20260814.txt", "1|CALI|5", "x|MALA|5");
        await hub.LoadAsync("CIUDAD_20260815.txt", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20260826.txt", "2|TUNJA|");
        return hub;
    }

    private static string[] ProcessedFiles(TestHub hub) =>
    [
        .. Directory.EnumerateFiles(hub.Folders.Processed, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(hub.Folders.Root, f)).Order(StringComparer.Ordinal),
    ];

    private static MaintenanceRunner Runner(TestHub hub, DataFolders? folders = null)
    {
        MaintenanceOptions options = new();
        return new MaintenanceRunner(
            hub.Worker.Database,
            [new ArchiveProcessed(hub.Worker.Database, folders ?? hub.Folders, hub.Options.CreateCalendar(), options, new FixedTime())],
            options, hub.Options, new FixedTime());
    }
}
