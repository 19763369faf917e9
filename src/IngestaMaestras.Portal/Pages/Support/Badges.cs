using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>States as pages show them: icon, word and colour, in this order of importance.</summary>
internal static class Badges
{
    public static IHtmlContent Of(RunStatus status) => Of(Tones.Of(status), StateLabels.Of(status));

    /// <summary>The colour of a business date; null: nothing has been done for it.</summary>
    public static IHtmlContent OfDate(RunStatus? status) => status is { } known ? Of(known) : Of(Tone.Neutral, T("States.Date.nothing"));

    public static IHtmlContent Of(FileStatus status) => Of(Tones.Of(status), StateLabels.Of(status));

    public static IHtmlContent Of(MasterCondition condition) => Of(Tones.Of(condition), StateLabels.Of(condition));

    public static IHtmlContent Of(ItemStatus status) => Of(Tones.Of(status), StateLabels.Of(status));

    public static IHtmlContent Of(Tone tone, string label)
    {
        TagBuilder badge = new("span");
        badge.AddCssClass($"badge tone-{Name(tone)}");
        badge.InnerHtml.AppendHtml(Icon(tone));
        TagBuilder word = new("span");
        word.AddCssClass("badge-word");
        word.InnerHtml.Append(label);
        badge.InnerHtml.AppendHtml(word);
        return badge;
    }

    public static IHtmlContent Icon(Tone tone) => Icon(tone switch
    {
        Tone.Neutral => "dot",
        Tone.Active => "running",
        Tone.Good => "check",
        Tone.Warning => "warning",
        Tone.Held => "hold",
        Tone.Bad => "cross",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    });

    /// <summary>An icon of <c>wwwroot/img/icons.svg</c>; decoration, never the only sign.</summary>
    public static IHtmlContent Icon(string name)
    {
        TagBuilder svg = new("svg");
        svg.AddCssClass("icon");
        svg.Attributes["aria-hidden"] = "true";
        TagBuilder use = new("use");
        use.Attributes["href"] = $"/img/icons.svg#{name}";
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }

    /// <summary>The tone as style sheets name it.</summary>
    public static string Name(Tone tone) => tone.ToString().ToLowerInvariant();
}
