using System.Text;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>A text that can stand in a column, and the value that it is.</summary>
internal sealed class Cell
{
    /// <param name="text">As it stands in the file, without padding.</param>
    /// <param name="value">The value, text offsets from 0; null for text that is no value of its column.</param>
    /// <param name="canonical">The value in one form whatever way it was written; the text when it is none.</param>
    public Cell(string text, FieldValue? value, string canonical)
    {
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
        Characters = text.EnumerateRunes().Count();
        Value = value;
        Canonical = canonical;
    }

    public string Text { get; }

    public byte[] Utf8 { get; }

    public int Characters { get; }

    public FieldValue? Value { get; }

    public string Canonical { get; }
}
