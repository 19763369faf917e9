using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

public sealed class AtomicMoveTests
{
    [Fact]
    public async Task Many_moves_onto_one_name_lose_no_file()
    {
        using TempFolder folder = new();
        const int Rounds = 50;
        const int Movers = 8;
        for (var round = 0; round < Rounds; round++)
        {
            var sources = Enumerable.Range(0, Movers).Select(i => folder[$"source-{round}-{i}"]).ToList();
            foreach (var source in sources)
            {
                await File.WriteAllTextAsync(source, source, TestContext.Current.CancellationToken);
            }

            var target = folder[$"target-{round}"];
            using Barrier barrier = new(Movers);
            var results = await Task.WhenAll(sources.Select(source => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    return AtomicMove.Move(source, target);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            Assert.Equal(1, results.Count(r => r == MoveResult.Moved));
            Assert.Equal(Movers - 1, results.Count(r => r == MoveResult.TargetExists));
            Assert.Equal(Movers - 1, sources.Count(File.Exists));
        }
    }

    [Fact]
    public void A_missing_source_is_told_apart_from_a_taken_name()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["target"], "x");

        Assert.Equal(MoveResult.SourceMissing, AtomicMove.Move(folder["nothing"], folder["new"]));
        Assert.Throws<DataFolderException>(() => new DataFolders(folder.Path).Resolve("../fuera.txt"));
        Assert.Throws<DataFolderException>(() => DataFolders.InputPath("a/../../b.txt"));
        Assert.Throws<DataFolderException>(() => DataFolders.InputPath(".."));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(255)]
    public void A_name_too_long_for_the_file_system_is_cut_and_keeps_its_extension(int length)
    {
        var name = new string('Ñ', length) + ".txt";

        var path = DataFolders.ArchivePath(FileLocation.Error, new DateOnly(2026, 11, 24), name, copy: 3);

        var fileName = path.Split('/')[^1];
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(fileName) <= 255);
        Assert.EndsWith("~3.txt", fileName, StringComparison.Ordinal);
    }
}
