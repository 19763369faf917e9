using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A ruled line as HTML for within a <c>pre</c>, where any blank that a template leaves would be seen.</summary>
internal static class RuledLine
{
    public static IHtmlContent Of(LineRuler ruler, string line)
    {
        HtmlContentBuilder html = new();
        foreach (var cell in ruler.Cells(line))
        {
            TagBuilder tag = new(cell.IsFailing ? "mark" : "span");
            tag.AddCssClass(cell.Style);
            if ((cell.Odd ?? cell.Field) is { } title)
            {
                tag.Attributes["title"] = title;
            }

            tag.InnerHtml.Append(cell.Text);
            html.AppendHtml(tag);
        }

        return html;
    }
}
