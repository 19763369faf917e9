using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>What the owner of a master at the ERP is told about its errors: a page, a file, and the draft of a mail.</summary>
public sealed class ReportModel(ErrorQueries errors, LayoutStore layouts) : ErrorListPage(layouts)
{
    /// <summary>Rows that are shown as examples.</summary>
    public const int ExampleCount = 10;

    private const int CountLimit = 100_000;

    /// <summary>Null: the filter is not about one master, or its layout is gone.</summary>
    public Layout? Layout { get; private set; }

    public CappedCount Total { get; private set; } = null!;

    public IReadOnlyList<ErrorItem> Examples { get; private set; } = [];

    /// <summary>Business dates that have at least one, and the first and last of them; null: there are none.</summary>
    public ErrorSpan? Span { get; private set; }

    /// <summary>Who answers for the master; null when its layout does not say.</summary>
    public string? Owner => Layout?.Owner;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ?? Page();

    /// <summary>The same as the draft of a mail, which a mail program opens.</summary>
    public async Task<IActionResult> OnGetMailAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } refusal)
        {
            return refusal;
        }

        // RFC 5322, opened as a draft (RFC 2076, X-Unsent); words outside ASCII in the header as RFC 2047 has them.
        var mail = string.Join("\r\n", "X-Unsent: 1", $"To: {Header(Owner ?? "")}", $"Subject: {Header(Subject)}", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Body.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks), "");
        return File(Encoding.ASCII.GetBytes(mail), "message/rfc822", $"{T("ErrorReport.FileName")}-{Layout?.Maestra ?? "erp"}.eml");
    }

    public string Subject => T("ErrorReport.Subject", Layout?.Maestra ?? Maestra ?? "", Show.Number(Total.Value) + (Total.IsCapped ? "+" : ""));

    /// <summary>The report in words, as the page shows it and as it is mailed.</summary>
    public string Body
    {
        get
        {
            StringBuilder text = new();
            text.AppendLine(T("ErrorReport.Hello")).AppendLine();
            text.AppendLine(Plural("ErrorReport.Says", Total.Value, Show.Number(Total.Value) + (Total.IsCapped ? "+" : ""), Layout?.Maestra ?? Maestra ?? T("Shared.UnknownMaster"),
                Plural("ErrorReport.Nights", Span?.Nights ?? 0, Span?.Nights, DateOf(Span?.First), DateOf(Span?.Last))));
            AppendKnown(Type, type => T("ErrorReport.Type", type));
            AppendKnown(Field, name => T("ErrorReport.Field", name));
            AppendKnown(Rule, rule => T("ErrorReport.Rule", rule));
            text.AppendLine().AppendLine(T("ErrorReport.ExamplesAre", Examples.Count));
            foreach (var example in Examples)
            {
                var place = string.Join(", ", new[] { example.FileName, example.LineNumber is { } line ? T("Errors.Line", Show.Number(line)) : null }.OfType<string>());
                text.AppendLine(CultureInfo.InvariantCulture, $"- {place}: {example.Message}");
            }

            return text.AppendLine().AppendLine(T("ErrorReport.Please")).ToString();

            void AppendKnown(string? value, Func<string, string> say)
            {
                if (Blank(value) is { } known and not ErrorFilter.None)
                {
                    text.AppendLine(say(known));
                }
            }
        }
    }

    private static string DateOf(DateOnly? date) => date is { } known ? Show.DateText(known) : Show.Nothing;

    private static string Header(string value)
    {
        var clean = string.Concat(value.Where(c => !char.IsControl(c)));
        return Ascii.IsValid(clean) ? clean : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(clean))}?=";
    }

    private async Task<IActionResult?> ReadAsync(CancellationToken ct)
    {
        ReadDates();
        if (RefuseNonsense([]) is { } refusal)
        {
            return refusal;
        }

        if (!IsFiltered && !HasDates)
        {
            return Refuse(T("ErrorReport.NeedsFilter"));
        }

        Layout = Blank(Maestra) is { } maestra ? Masters.FirstOrDefault(l => string.Equals(l.Maestra, maestra, StringComparison.OrdinalIgnoreCase)) : null;
        Total = await errors.CountAsync(Filter, CountLimit, ct);
        Examples = (await errors.ListAsync(Filter, ErrorOrder.NewestFirst, null, ExampleCount, ct)).Items;
        Span = await errors.FindSpanAsync(Filter, ct);
        return null;
    }
}
