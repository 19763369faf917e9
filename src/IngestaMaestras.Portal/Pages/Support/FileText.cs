using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// Text that came from a file or from a file's name, and may hold anything: characters that cannot be seen, or that change
/// how their neighbours are shown, get a visible stand-in of the same width, so that nothing is hidden or reversed.
/// </summary>
internal static class FileText
{
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    /// <summary>The visible text, one character for one.</summary>
    public static string Visible(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        StringBuilder? visible = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (StandIn(text[i]) is { } picture)
            {
                visible ??= new StringBuilder(text);
                visible[i] = picture;
            }
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>A name or value within a sentence, kept apart from the direction of the text around it.</summary>
    public static IHtmlContent Name(string? text)
    {
        TagBuilder tag = new("bdi");
        tag.AddCssClass("from-file");
        tag.InnerHtml.Append(Visible(text));
        return tag;
    }

    private static char? StandIn(char c) => c switch
    {
        '\u007F' => DeletePicture,
        < ' ' => (char)(ControlPictures + c),
        _ => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '\uFFFD' : null,
    };
}
