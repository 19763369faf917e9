using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>What the pages about errors have in common: the filter in their address.</summary>
public abstract class ErrorListPage(LayoutStore layouts) : PortalPage
{
    /// <summary>Everything that an address may carry for the list of rows.</summary>
    public static readonly IReadOnlyList<string> FilterNames =
    [
        "fecha", "desde", "hasta", "maestra", "tipo", "campo", "regla", "severidad", "estado", "texto", "ejecucion", "archivo", "orden",
    ];

    private const string Open = "abierto";
    private const string Resolved = "resuelto";

    /// <summary>One business date: short for both bounds.</summary>
    [BindProperty(SupportsGet = true, Name = "fecha")]
    public DateOnly? Date { get; set; }

    [BindProperty(SupportsGet = true, Name = "desde")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string? Maestra { get; set; }

    [BindProperty(SupportsGet = true, Name = "tipo")]
    public string? Type { get; set; }

    [BindProperty(SupportsGet = true, Name = "campo")]
    public string? Field { get; set; }

    [BindProperty(SupportsGet = true, Name = "regla")]
    public string? Rule { get; set; }

    [BindProperty(SupportsGet = true, Name = "severidad")]
    public string? Severity { get; set; }

    [BindProperty(SupportsGet = true, Name = "estado")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "texto")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "ejecucion")]
    public long? RunId { get; set; }

    [BindProperty(SupportsGet = true, Name = "archivo")]
    public long? FileId { get; set; }

    [BindProperty(SupportsGet = true, Name = "orden")]
    public string? Order { get; set; }

    public IReadOnlyList<Layout> Masters => layouts.Current.All;

    /// <summary>More than dates is asked for.</summary>
    public bool IsFiltered => RunId is not null || FileId is not null
        || !string.IsNullOrWhiteSpace(Maestra + Type + Field + Rule + Severity + State + Text);

    public static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The dates that an address names, in one way or the other.</summary>
    protected void ReadDates()
    {
        From ??= Date;
        To ??= Date;
    }

    protected bool HasDates => From is not null || To is not null;

    protected ErrorFilter Filter => new()
    {
        From = From,
        To = To,
        Maestra = Blank(Maestra),
        ErrorType = Blank(Type),
        Field = Blank(Field),
        Rule = Blank(Rule),
        Severity = Blank(Severity),
        IsResolved = State switch
        {
            Open => false,
            Resolved => true,
            _ => null,
        },
        Text = Blank(Text),
        RunId = RunId,
        FileId = FileId,
    };

    /// <summary>A refusal of values that no form offers; null when all is well.</summary>
    protected IActionResult? RefuseNonsense(IReadOnlyList<string> orders)
    {
        foreach (var (name, value, known) in new[] { ("estado", State, [Open, Resolved]), ("orden", Order, orders) })
        {
            if (!string.IsNullOrEmpty(value) && !known.Contains(value))
            {
                return Refuse(PageTexts.T("Error.BadValue", FileText.Visible(value), name));
            }
        }

        return From > To ? Refuse(PageTexts.T("Errors.DatesCrossed", Show.DateText(From.Value), Show.DateText(To!.Value))) : null;
    }
}
