using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>What the head of the grid of a correction says of the fields.</summary>
internal static class CorrectColumns
{
    /// <summary>Characters that a field has room for; of a delimited one, what its type allows or what it has.</summary>
    public static int WidthOf(LayoutColumn field, string text) =>
        field.End > field.Start ? field.End - field.Start : field.Type.Length ?? Math.Max(text.Length, 10);

    /// <summary>A star for what must not be blank.</summary>
    public static bool IsRequired(LayoutColumn field) => field.Required || field.IsKey;
}
