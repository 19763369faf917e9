using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>A place in one of the texts being loaded. Line and column are 0 for a text as a whole.</summary>
/// <param name="TextIndex">Position of the text among those given: problems keep that order.</param>
internal readonly record struct Place(int TextIndex, string File, int Line, int Column)
{
    public Place At(ToonNode node) => this with { Line = node.Line, Column = node.Column };

    public Place At(ToonEntry entry) => this with { Line = entry.Line, Column = entry.Column };
}
