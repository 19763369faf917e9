using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

/// <summary>What people hand in, before it is anybody's.</summary>
public sealed class UploadStoreTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_large_or_breaks_off_leaves_nothing_behind()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        UploadStore uploads = new(hub.Worker.Database, hub.Folders);
        using MemoryStream large = new(new byte[101]);
        using MemoryStream fitting = new(new byte[100]);
        await using BreakingStream broken = new();

        Assert.Null(await uploads.KeepAsync(large, 100, Ct));
        await Assert.ThrowsAsync<IOException>(() => uploads.KeepAsync(broken, 100, Ct));
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Upload));

        var kept = await uploads.KeepAsync(fitting, 100, Ct);
        Assert.Equal(100, uploads.Find(kept!.Value)!.Size);
        uploads.Forget(kept.Value);
        Assert.Null(uploads.Find(kept.Value));
    }

    [Fact]
    public async Task What_nobody_decided_about_is_forgotten_after_a_day_and_what_is_on_its_way_stays()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        UploadStore uploads = new(hub.Worker.Database, hub.Folders);
        var forgotten = await KeepAsync(uploads);
        var decided = await KeepAsync(uploads);
        var fresh = await KeepAsync(uploads);
        await hub.ExecuteAsync(
            $"""
            INSERT INTO file (file_name, fecha_proceso, chain_order, root_file_id, path, location, target_path, size_bytes)
            VALUES ('XCADENA.txt', '2024-05-14', '', 1, '{DataFolders.UploadPath(decided)}', 'error', 'input/XCADENA.txt', 1)
            """);
        foreach (var old in new[] { forgotten, decided })
        {
            File.SetLastWriteTimeUtc(uploads.PathOf(old), DateTime.UtcNow.AddDays(-2));
        }

        await KeepAsync(uploads);

        Assert.Null(uploads.Find(forgotten));
        Assert.NotNull(uploads.Find(decided));
        Assert.NotNull(uploads.Find(fresh));
    }

    private static async Task<Guid> KeepAsync(UploadStore uploads)
    {
        using MemoryStream one = new([65]);
        return (await uploads.KeepAsync(one, 1, Ct))!.Value;
    }

    /// <summary>Gives some bytes and then fails, as a connection does.</summary>
    private sealed class BreakingStream : MemoryStream
    {
        private bool _gave;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_gave)
            {
                throw new IOException("broken off");
            }

            _gave = true;
            return new ValueTask<int>(10);
        }
    }
}
