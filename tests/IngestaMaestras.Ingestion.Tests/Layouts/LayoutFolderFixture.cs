using System.Text;

namespace IngestaMaestras.Ingestion.Tests.Layouts;

/// <summary>A folder of layouts of its own for each test.</summary>
public sealed class LayoutFolderFixture : IDisposable
{
    public LayoutFolderFixture() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), "ingesta-layouts-" + Guid.NewGuid().ToString("N"));

    /// <summary>A correct layout of the master; <paramref name="width"/> changes its fingerprint.</summary>
    public static string Layout(string maestra, int width = 20) =>
        $$"""
        {{maestra}}:
          tabla_destino: erp_{{maestra.ToLowerInvariant()}}
          tipo: fixed
          ancho: {{width}}
          campos_clave: COD
          campos[1]{nombre,start,end,tipo_dato}:
            COD,0,2,numero(2)

        """;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    public void Write(string name, byte[] bytes) => System.IO.File.WriteAllBytes(File(name), bytes);

    public void WriteLatin1(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public void Delete(string name) => System.IO.File.Delete(File(name));

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
