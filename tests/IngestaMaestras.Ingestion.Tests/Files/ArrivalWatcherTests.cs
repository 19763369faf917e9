using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Files;

/// <summary>"A file counts as arrived when two looks, a configured time apart, see the same size, mtime and inode."</summary>
public sealed class ArrivalWatcherTests : IDisposable
{
    private static readonly TimeSpan QuietPeriod = new IngestaOptions().ArrivalQuietPeriod;
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private readonly TempFolder _temp = new();
    private readonly PatientTime _time = new();
    private readonly DataFolders _folders;
    private readonly ArrivalWatcher _watcher;

    public ArrivalWatcherTests()
    {
        _folders = new DataFolders(_temp.Path);
        _folders.Prepare();
        _watcher = new ArrivalWatcher(_folders, new IngestaOptions(), _time);
    }

    private string File1 => Path.Combine(_folders.Input, "CIUDAD.txt");

    [Fact]
    public void Two_looks_ten_seconds_apart_make_an_arrival()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), QuietPeriod);
        File.WriteAllText(File1, "1|CALI|");

        Assert.False(HasArrived());
        _time.Pass(QuietPeriod - Moment);
        Assert.False(HasArrived());
        _time.Pass(Moment);
        Assert.True(HasArrived());
    }

    [Theory]
    [InlineData("size")]
    [InlineData("time")]
    [InlineData("inode")]
    public void A_file_that_changed_between_two_looks_has_not_arrived(string change)
    {
        File.WriteAllText(File1, "1|CALI|");
        DateTime written = File.GetLastWriteTimeUtc(File1);
        Assert.False(HasArrived());

        string other = Path.Combine(_folders.Input, ".other");
        switch (change)
        {
            case "size":
                File.AppendAllText(File1, "5");
                File.SetLastWriteTimeUtc(File1, written);
                break;
            case "time":
                File.SetLastWriteTimeUtc(File1, written.AddSeconds(1));
                break;
            default:
                File.Copy(File1, other);
                File.SetLastWriteTimeUtc(other, written);
                File.Move(other, File1, overwrite: true);
                break;
        }

        _time.Pass(QuietPeriod);
        Assert.False(HasArrived());
        _time.Pass(QuietPeriod);
        Assert.True(HasArrived());
    }

    [Fact]
    public void Another_workers_looks_do_not_count()
    {
        File.WriteAllText(File1, "1|CALI|");
        Assert.False(HasArrived());
        _time.Pass(QuietPeriod);

        Assert.False(new ArrivalWatcher(_folders, new IngestaOptions(), _time).Look().Single().HasArrived);
    }

    [Fact]
    public void A_file_that_was_away_arrives_anew()
    {
        File.WriteAllText(File1, "1|CALI|");
        Assert.False(HasArrived());
        string away = _temp["away"];
        File.Move(File1, away);
        Assert.Empty(_watcher.Look());
        _time.Pass(QuietPeriod);
        File.Move(away, File1);

        Assert.False(HasArrived());
    }

    [Fact]
    public void Links_folders_and_unfinished_names_are_nobodys_file()
    {
        File.WriteAllText(_temp["secret"], "1|CALI|");
        File.CreateSymbolicLink(File1, _temp["secret"]);
        Directory.CreateDirectory(Path.Combine(_folders.Input, "ZONA.txt"));
        File.WriteAllText(Path.Combine(_folders.Input, ".oculto.txt"), "x");
        File.WriteAllText(Path.Combine(_folders.Input, "CIUDAD.txt.part"), "x");

        Assert.Empty(_watcher.Look());
        Assert.Equal(["CIUDAD.txt", "ZONA.txt"], _watcher.OddEntries().Order(StringComparer.Ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private bool HasArrived() => _watcher.Look().Single().HasArrived;
}
