using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IngestaMaestras.Portal.Pages.Help;

/// <summary>The operators' guide, <c>docs/operacion.md</c>, as a page: the same text, built into the program.</summary>
internal sealed class Guide
{
    private const string Resource = "operacion.md";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private static readonly Lazy<Guide> Built = new(() => new Guide(Read()));

    private Guide(string text)
    {
        var parts = text.Split(Marker);
        List<GuideChapter> chapters = [];
        List<GuidePart> html = [];
        for (var i = 0; i < parts.Length; i++)
        {
            // "name -->rest", but for what comes before the first marker.
            var end = i == 0 ? -1 : parts[i].IndexOf("-->", StringComparison.Ordinal);
            var document = Markdown.Parse(end < 0 ? parts[i] : parts[i][(end + 3)..], Pipeline);
            foreach (var table in document.Descendants<Table>())
            {
                table.GetAttributes().AddClass("table");
            }

            chapters.AddRange(document.Descendants<HeadingBlock>().Where(h => h.Level == 2)
                .Select(h => new GuideChapter(h.GetAttributes().Id!, string.Concat(h.Inline!.Descendants<LiteralInline>().Select(l => l.Content.ToString())))));
            html.Add(new GuidePart(end < 0 ? null : parts[i][..end].Trim(), document.ToHtml(Pipeline)));
        }

        (Chapters, Parts) = (chapters, html);
    }

    /// <summary>Begins a comment that names what the portal puts in its place.</summary>
    private const string Marker = "<!--";

    public static Guide Current => Built.Value;

    public IReadOnlyList<GuideChapter> Chapters { get; }

    public IReadOnlyList<GuidePart> Parts { get; }

    private static string Read()
    {
        using StreamReader reader = new(typeof(Guide).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}

/// <param name="Id">Its anchor.</param>
internal sealed record GuideChapter(string Id, string Title);

/// <param name="Before">What the portal shows before it; null: nothing.</param>
internal sealed record GuidePart(string? Before, string Html);
