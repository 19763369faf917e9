using System.Text;
using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Ingestion.Tests.Layouts;

public sealed class LayoutFolderTests : IDisposable
{
    private readonly LayoutFolderFixture _folder = new();

    [Fact]
    public void Only_visible_layout_files_are_read_in_name_order()
    {
        _folder.Write("b.toon", LayoutFolderFixture.Layout("XB"));
        _folder.Write("A.TOON", LayoutFolderFixture.Layout("XA"));
        _folder.Write(".c.toon", "oculto");
        _folder.Write("b.toon~", "copia");
        _folder.Write("leame.txt", "texto");
        Directory.CreateDirectory(_folder.File("d.toon"));
        var content = LayoutFolder.Read(_folder.Path);
        Assert.Equal(["A.TOON", "b.toon"], content.Texts.Select(t => t.File));
        Assert.Equal(2, content.FileCount);
        Assert.Empty(content.Problems);
        Assert.True(content.Load().IsValid);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem()
    {
        _folder.Write("X.toon", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(LayoutFolderFixture.Layout("XUNO"))]);
        var result = LayoutFolder.Read(_folder.Path).Load();
        Assert.Empty(result.Problems);
        Assert.StartsWith("XUNO:", result.Layouts.All[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_in_another_encoding_is_refused_where_the_first_letter_is_wrong()
    {
        var text = LayoutFolderFixture.Layout("XUNO");
        _folder.WriteLatin1("X.toon", text + "  descripcion: áé Compañía\n");
        var result = LayoutFolder.Read(_folder.Path).Load();
        Assert.Empty(result.Layouts.All);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(("X.toon", 8, 16), (problem.File, problem.Line, problem.Column));
        Assert.Equal("el archivo no es texto UTF-8", problem.Message);
        Assert.StartsWith("0xE1", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_in_another_encoding_does_not_make_others_look_wrong()
    {
        _folder.WriteLatin1("a.toon", LayoutFolderFixture.Layout("XUNO") + "  descripcion: Compañía\n");
        _folder.Write("b.toon", LayoutFolderFixture.Layout("XDOS") + """
              reglas[1]{campo,regla,valor}:
                COD,referencia,erp_xuno.cod
            """);
        Assert.Equal("a.toon", Assert.Single(LayoutFolder.Read(_folder.Path).Load().Problems).File);
    }

    [Fact]
    public void A_huge_file_is_refused_without_being_read_whole()
    {
        using (var file = File.Create(_folder.File("X.toon")))
        {
            file.SetLength(LayoutFolder.MaxFileBytes + 1L);
        }

        var content = LayoutFolder.Read(_folder.Path);
        Assert.Empty(content.Texts);
        Assert.Equal(1, content.FileCount);
        Assert.Contains("demasiado grande", Assert.Single(content.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_is_a_problem_of_its_file()
    {
        File.CreateSymbolicLink(_folder.File("X.toon"), _folder.File("nada"));
        Assert.Equal("X.toon", Assert.Single(LayoutFolder.Read(_folder.Path).Load().Problems).File);
    }

    [Fact]
    public void Problems_of_files_and_of_layouts_come_together_in_order()
    {
        _folder.Write("a.toon", "XA: 1");
        _folder.WriteLatin1("b.toon", "XB:\n  tipo: fíjo\n");
        _folder.Write("c.toon", "XC: 1");
        Assert.Equal(
            ["a.toon 1", "b.toon 1", "b.toon 1", "b.toon 1", "b.toon 2", "b.toon 2", "c.toon 1"],
            LayoutFolder.Read(_folder.Path).Load().Problems.Select(p => $"{p.File} {p.Line}"));
    }

    [Fact]
    public void The_signature_changes_with_every_name_and_byte_and_with_nothing_else()
    {
        _folder.Write("a.toon", "uno");
        var first = LayoutFolder.Read(_folder.Path).Signature;
        Assert.Equal(first, LayoutFolder.Read(_folder.Path).Signature);

        _folder.Write("otro.txt", "dos");
        Assert.Equal(first, LayoutFolder.Read(_folder.Path).Signature);

        _folder.Write("b.toon", "");
        var second = LayoutFolder.Read(_folder.Path).Signature;
        Assert.NotEqual(first, second);

        File.Move(_folder.File("b.toon"), _folder.File("c.toon"));
        Assert.NotEqual(second, LayoutFolder.Read(_folder.Path).Signature);
    }

    [Theory]
    [InlineData("nada")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_folder_that_does_not_exist_is_one_sentence(string name) => Assert.StartsWith(
        "no existe la carpeta de layouts",
        Assert.Throws<LayoutFolderException>(() => LayoutFolder.Read(name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_one_sentence()
    {
        _folder.Write("archivo", "");
        Assert.Contains(
            "la carpeta de layouts",
            Assert.Throws<LayoutFolderException>(() => LayoutFolder.Read(_folder.File("archivo"))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
