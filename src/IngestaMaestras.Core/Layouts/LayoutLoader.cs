namespace IngestaMaestras.Core.Layouts;

/// <summary>A layout file's name and text.</summary>
public sealed record LayoutText(string File, string Text);

/// <summary>Turns layout texts into a checked <see cref="LayoutSet"/>, or says everything that is wrong with them.</summary>
public static class LayoutLoader
{
    public static LayoutLoadResult Load(IEnumerable<LayoutText> texts) => throw new NotImplementedException();
}
