using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IngestaMaestras.Portal.Access;

/// <summary>Leaves an element out for whoever may not do what it offers: <c>&lt;form requires="Act"&gt;</c>.</summary>
[HtmlTargetElement("*", Attributes = AttributeName)]
public sealed class RequiresTagHelper : TagHelper
{
    private const string AttributeName = "requires";

    /// <summary>Before any other helper takes trouble with the element.</summary>
    public override int Order => int.MinValue;

    [HtmlAttributeName(AttributeName)]
    public Permission Permission { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!ViewContext.HttpContext.User.May(Permission))
        {
            output.SuppressOutput();
        }
    }
}
