namespace IngestaMaestras.Testing;

/// <summary>A folder of a test's own, gone afterwards. Other accounts (PostgreSQL's) can pass through it.</summary>
public sealed class TempFolder : IDisposable
{
    private const UnixFileMode OpenToPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public TempFolder()
    {
        Path = Directory.CreateTempSubdirectory("ingesta-test-").FullName;
        File.SetUnixFileMode(Path, OpenToPass);
    }

    public string Path { get; }

    /// <summary>The path of something inside.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A folder inside, made when it is not there.</summary>
    public string Folder(string name) => Directory.CreateDirectory(this[name]).FullName;

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    public override string ToString() => Path;
}
