using System.Net;
using System.Text;
using IngestaMaestras.Ingestion.Maintenance.Weekly;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>A report as files: one page that stands alone, plain text for mail programs without HTML, and lines for Excel.</summary>
internal static class ReportFiles
{
    // Mail programs know no style sheets but those in the page itself.
    private const string Style =
        """
        body{font:15px/1.5 system-ui,sans-serif;color:#1c2430;max-width:60rem;margin:1.5rem auto;padding:0 1rem}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d5dbe3;vertical-align:top}
        tr.mira td{background:#fff3d6}tr.mira td:first-child::before{content:"▲ "}.nota{color:#5a6675}
        """;

    /// <param name="portalUrl">Where links lead; empty: there are none.</param>
    public static string Html(ReportDocument report, string portalUrl)
    {
        StringBuilder html = new();
        html.Append("<!doctype html><html lang=\"es\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(Safe(report.Title)).Append("</title><style>").Append(Style).Append("</style></head><body><h1>").Append(Safe(report.Title))
            .Append("</h1><p>").Append(Safe(report.Intro)).Append("</p>");
        foreach (var section in report.Sections)
        {
            html.Append("<h2>").Append(Safe(section.Title)).Append("</h2>");
            if (section.Note is not null)
            {
                html.Append("<p class=\"nota\">").Append(Safe(section.Note)).Append("</p>");
            }

            AppendTable(html, section, portalUrl.TrimEnd('/'));
        }

        return html.Append("</body></html>").ToString();
    }

    public static string Text(ReportDocument report)
    {
        StringBuilder text = new();
        text.AppendLine(report.Title).AppendLine().AppendLine(report.Intro);
        foreach (var section in report.Sections)
        {
            text.AppendLine().Append("## ").AppendLine(section.Title);
            if (section.Note is not null)
            {
                text.AppendLine(section.Note);
            }

            if (section.Columns.Count > 0)
            {
                text.AppendLine(string.Join(" | ", section.Columns));
            }

            foreach (var row in section.Rows)
            {
                text.Append(row.IsMarked ? "* " : "  ").AppendLine(string.Join(" | ", row.Cells));
            }
        }

        return text.ToString();
    }

    /// <summary>One line for each row, with the section that it is of; as wide as the widest.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Lines(ReportDocument report) => report.Sections.SelectMany(s => s.Rows
        .Select(r => (IReadOnlyList<object?>)[s.Title, r.IsMarked ? "*" : "", .. r.Cells])
        .Prepend([s.Title, s.Rows.Count == 0 ? s.Note : "", .. s.Columns]));

    private static void AppendTable(StringBuilder html, ReportSection section, string portalUrl)
    {
        if (section.Rows.Count == 0)
        {
            return;
        }

        html.Append("<table><thead><tr>");
        foreach (var column in section.Columns)
        {
            html.Append("<th>").Append(Safe(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in section.Rows)
        {
            html.Append(row.IsMarked ? "<tr class=\"mira\">" : "<tr>");
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var isLink = i == 0 && row.Link is not null && portalUrl.Length > 0;
                html.Append("<td>").Append(isLink ? $"<a href=\"{Safe(portalUrl + row.Link)}\">" : "").Append(Safe(row.Cells[i])).Append(isLink ? "</a>" : "").Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
