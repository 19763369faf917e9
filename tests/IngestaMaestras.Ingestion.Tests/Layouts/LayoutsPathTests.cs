using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Ingestion.Tests.Layouts;

public sealed class LayoutsPathTests : IDisposable
{
    private readonly LayoutFolderFixture _folder = new();

    private string Program => _folder.File("app/bin/Debug");

    [Fact]
    public void The_configured_folder_wins_even_if_it_does_not_exist()
    {
        MakeLayouts("layouts");
        Assert.Equal("/otra/carpeta", LayoutsPath.Resolve("/otra/carpeta", _folder.Path, Program));
        Assert.Equal(_folder.File("mis"), LayoutsPath.Resolve("mis", _folder.Path, Program));
    }

    [Fact]
    public void The_current_directory_comes_before_the_program()
    {
        MakeLayouts("aqui/layouts");
        MakeLayouts("app/layouts");
        Assert.Equal(_folder.File("aqui/layouts"), LayoutsPath.Resolve(null, _folder.File("aqui"), Program));
    }

    [Fact]
    public void Without_one_here_the_nearest_folder_with_layouts_above_the_program_is_taken()
    {
        MakeLayouts("app/layouts");
        Directory.CreateDirectory(_folder.File("app/bin/layouts"));
        Assert.Equal(_folder.File("app/layouts"), LayoutsPath.Resolve(" ", _folder.File("aqui"), Program));

        MakeLayouts("app/bin/Debug/layouts");
        Assert.Equal(_folder.File("app/bin/Debug/layouts"), LayoutsPath.Resolve("", _folder.File("aqui"), Program));
    }

    [Fact]
    public void Without_any_it_is_the_one_that_should_be_here() =>
        Assert.Equal(_folder.File("aqui/layouts"), LayoutsPath.Resolve(null, _folder.File("aqui"), Program));

    public void Dispose() => _folder.Dispose();

    private void MakeLayouts(string folder)
    {
        Directory.CreateDirectory(_folder.File(folder));
        _folder.Write($"{folder}/X.toon", "");
    }
}
