using System.Text;

namespace IngestaMaestras.Ingestion.Samples.Words;

/// <summary>A piece of a name.</summary>
internal sealed class Word(string text)
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    public int Characters { get; } = text.EnumerateRunes().Count();
}
