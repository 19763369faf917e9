using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

/// <summary>"All folders are on one volume, checked at start."</summary>
public sealed class DataFoldersTests : IDisposable
{
    /// <summary>A volume of its own on every Linux.</summary>
    private const string SharedMemory = "/dev/shm";

    private readonly TempFolder _temp = new();
    private readonly string _elsewhere = Path.Combine(SharedMemory, $"ingesta-{Guid.NewGuid():N}");

    [Theory]
    [InlineData("input")]
    [InlineData("work")]
    [InlineData("processed")]
    [InlineData("error")]
    public void A_folder_on_another_volume_is_refused_at_the_start(string folder)
    {
        Assert.SkipUnless(
            FileStat.TryRead(SharedMemory) is { } other && other.Device != FileStat.TryRead(_temp.Path)!.Device,
            $"{SharedMemory} is no volume of its own here.");
        Directory.CreateDirectory(_elsewhere);
        Directory.CreateSymbolicLink(_temp[folder], _elsewhere);

        DataFolderException e = Assert.Throws<DataFolderException>(new DataFolders(_temp.Path).Prepare);

        Assert.Contains(_temp[folder], e.Message, StringComparison.Ordinal);
        Assert.Contains("volumen", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_lead_elsewhere_on_the_same_volume_are_fine()
    {
        Directory.CreateDirectory(_temp["data"]);
        Directory.CreateDirectory(_temp["ftp"]);
        Directory.CreateSymbolicLink(_temp["data/input"], _temp["ftp"]);

        new DataFolders(_temp["data"]).Prepare();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_temp["ftp"]));
        Assert.True(Directory.Exists(_temp["data/work"]));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_told_with_its_name()
    {
        File.WriteAllText(_temp["work"], "x");

        DataFolderException e = Assert.Throws<DataFolderException>(new DataFolders(_temp.Path).Prepare);

        Assert.Contains(_temp["work"], e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _temp.Dispose();
        if (Directory.Exists(_elsewhere))
            Directory.Delete(_elsewhere, recursive: true);
    }
}
