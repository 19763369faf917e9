using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

/// <summary>Moves of files that have a row: the race for one name, and what a crash in between leaves.</summary>
public sealed class FileMoverTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_one_name_that_are_archived_at_once_all_keep_their_content()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        long[] files = [.. await Task.WhenAll(Enumerable.Range(1, 8).Select(i => AddAsync(hub, $"work/1/{i}_CIUDAD.txt", $"{i}")))];
        FileMover[] movers = [.. files.Select(_ => hub.AddWorker().Mover)];

        string[] paths = await Task.WhenAll(files.Select((file, i) => Task.Run(
            () => movers[i].ToArchiveAsync(file, FileLocation.Processed, Ct), Ct)));

        Assert.Equal(
            ["CIUDAD.txt", .. Enumerable.Range(1, 7).Select(i => $"CIUDAD~{i}.txt")],
            paths.Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Range(1, 8).Select(i => $"{i}"), paths.Select(p => File.ReadAllText(hub.Folders.Resolve(p))));
        Assert.Equal(
            paths.Order(StringComparer.Ordinal), await hub.QueryAsync("SELECT path FROM file WHERE target_path IS NULL ORDER BY path COLLATE \"C\""));
    }

    [Fact]
    public async Task A_stranger_at_the_recorded_target_is_not_taken_for_the_file()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        long file = await AddAsync(hub, "work/1/1_CIUDAD.txt", "uno");
        Write(hub, "processed/2026-11-24/CIUDAD.txt", "dos");
        File.Delete(hub.Folders.Resolve("work/1/1_CIUDAD.txt"));
        await hub.ExecuteAsync("UPDATE file SET target_path = 'processed/2026-11-24/CIUDAD.txt', sha256 = encode(sha256('uno'), 'hex')");

        await Assert.ThrowsAsync<FileMissingException>(() => hub.Worker.Mover.ToArchiveAsync(file, FileLocation.Processed, Ct));

        Assert.Equal(["work/1/1_CIUDAD.txt|∅"], await hub.QueryAsync("SELECT path, target_path FROM file"));
    }

    [Theory]
    [InlineData("work/1/1_CIUDAD.txt")]
    [InlineData("processed/2026-11-24/CIUDAD.txt")]
    public async Task A_crash_between_link_and_unlink_leaves_one_file_in_the_end(string target)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        string source = target.StartsWith("work", StringComparison.Ordinal) ? "input/CIUDAD.txt" : "work/1/1_CIUDAD.txt";
        long file = await AddAsync(hub, source, "uno");
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Folders.Resolve(target))!);
        await TestProcess.RunAsync(["ln", hub.Folders.Resolve(source), hub.Folders.Resolve(target)]);
        await hub.ExecuteAsync($"UPDATE file SET target_path = '{target}'");

        string path = source.StartsWith("input", StringComparison.Ordinal)
            ? await hub.Worker.Mover.ToWorkAsync(file, 1, Ct)
            : await hub.Worker.Mover.ToArchiveAsync(file, FileLocation.Processed, Ct);

        Assert.Equal(target, path);
        Assert.False(File.Exists(hub.Folders.Resolve(source)));
        Assert.Equal("uno", await File.ReadAllTextAsync(hub.Folders.Resolve(target), Ct));
        Assert.Equal([$"{target}|∅"], await hub.QueryAsync("SELECT path, target_path FROM file"));
    }

    /// <summary>A file with its row, as registration leaves it, wherever it is to lie.</summary>
    private static async Task<long> AddAsync(TestHub hub, string path, string content)
    {
        Write(hub, path, content);
        await using var connection = await hub.OpenAsync();
        return await connection.ExecuteScalarAsync<long>(
            """
            WITH reserved AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('file', 'file_id')) AS file_id)
            INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
            OVERRIDING SYSTEM VALUE
            SELECT file_id, 'CIUDAD', 'CIUDAD.txt', '2026-11-24', '', file_id, @path, split_part(@path, '/', 1), @Length FROM reserved
            RETURNING file_id
            """,
            new { path, content.Length });
    }

    private static void Write(TestHub hub, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Folders.Resolve(path))!);
        File.WriteAllText(hub.Folders.Resolve(path), content);
    }
}
