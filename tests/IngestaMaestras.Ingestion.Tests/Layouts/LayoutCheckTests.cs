using System.Text.Json;
using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Ingestion.Tests.Layouts;

public sealed class LayoutCheckTests : IDisposable
{
    private readonly LayoutFolderFixture _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Good_layouts_end_with_a_summary_and_code_0()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        Assert.Equal(0, Run());
        Assert.Equal($"{_folder.Path}: todo correcto; layouts: 1, avisos: 0{Environment.NewLine}", _output.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Warnings_are_printed_and_still_code_0()
    {
        WriteWithoutKey();
        Assert.Equal(0, Run());
        Assert.StartsWith("XUNO.toon:1:1: aviso: ", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"layouts: 1, avisos: 1{Environment.NewLine}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_one_line_before_the_summary_and_code_1()
    {
        WriteWithoutKey();
        _folder.Write("XDOS.toon", LayoutFolderFixture.Layout("XDOS", width: 1) + "  anchura: 3\n");
        Assert.Equal(1, Run());
        var lines = _output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("XDOS.toon:7:11: error: el campo «COD» termina más allá del ancho", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("XDOS.toon:8:3: error: «anchura» no es una clave", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("XUNO.toon:1:1: aviso: ", lines[2], StringComparison.Ordinal);
        Assert.Equal($"{_folder.Path}: los layouts no se pueden usar; archivos: 2, errores: 2, avisos: 1", lines[3]);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_code_2_and_a_sentence_on_the_error_stream()
    {
        _folder.Dispose();
        Assert.Equal(2, Run());
        Assert.Empty(_output.ToString());
        Assert.Equal($"no existe la carpeta de layouts {_folder.Path}{Environment.NewLine}", _error.ToString());
    }

    [Fact]
    public void A_folder_without_layouts_is_code_1()
    {
        Assert.Equal(1, Run());
        Assert.Contains("no tiene ningún archivo .toon", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_one_JSON_object()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO").Replace("ancho: 20", "ancho: Ñ", StringComparison.Ordinal));
        Assert.Equal(1, Run(asJson: true));
        using var json = JsonDocument.Parse(_output.ToString());
        var root = json.RootElement;
        Assert.False(root.GetProperty("valid").GetBoolean());
        Assert.Equal(
            (1, 1, 0),
            (root.GetProperty("files").GetInt32(), root.GetProperty("errors").GetInt32(), root.GetProperty("warnings").GetInt32()));
        var problem = Assert.Single(root.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            "XUNO.toon 4 10 XUNO error Ñ",
            string.Join(' ', ((string[])["file", "line", "column", "maestra", "severity", "found"]).Select(k => problem.GetProperty(k))));
        Assert.Contains("Ñ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_learn_which_masters_are_good()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO") + LayoutFolderFixture.Layout("XDOS"));
        Assert.Equal(0, Run(asJson: true));
        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(["XDOS", "XUNO"], json.RootElement.GetProperty("maestras").EnumerateArray().Select(m => m.GetString()!));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private void WriteWithoutKey() => _folder.Write(
        "XUNO.toon", LayoutFolderFixture.Layout("XUNO").Replace("  campos_clave: COD\n", "", StringComparison.Ordinal));

    private int Run(bool asJson = false) => LayoutCheck.Run(_folder.Path, asJson, _output, _error);
}
