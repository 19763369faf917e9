using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Queries.Lines;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>
/// One error: its line under the ruler of the layout that read it, what was expected, and what the hub has for its key now.
/// The address keeps the list's filter, in which the previous and the next one are found.
/// </summary>
public sealed class DetailModel(ErrorQueries errors, FileLayouts fileLayouts, HubRecords hub, ErrorOperations operations, LayoutStore layouts) : ErrorListPage(layouts)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    public ErrorItem Error { get; private set; } = null!;

    /// <summary>Null when the row is not about a line, or nobody knows its layout any more.</summary>
    public FileLayout? Layout { get; private set; }

    public IReadOnlyList<LineField> Fields { get; private set; } = [];

    /// <summary>Null when there is no line to read a key from.</summary>
    public HubRecord? Hub { get; private set; }

    public long? Previous { get; private set; }

    public long? Next { get; private set; }

    /// <summary>The list that the reader comes from is a filtered one.</summary>
    public bool HasList => IsFiltered || HasDates;

    /// <summary>The line as text; null when the row has none.</summary>
    public string? Line => Error.RawLine?.TrimEnd('\n');

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ReadDates();
        if (RefuseNonsense([IndexModel.OldestFirst]) is { } refusal)
        {
            return refusal;
        }

        if (await errors.FindAsync(Id, ct) is not { } error)
        {
            return Missing(T("ErrorDetail.Unknown", Id));
        }

        Error = error;
        // Without a list to move in, the row's own file is one.
        var filter = HasList ? Filter : new ErrorFilter { RunId = error.RunId, FileId = error.FileId, From = error.FechaProceso, To = error.FechaProceso };
        (Previous, Next) = await errors.FindNeighboursAsync(filter, IndexModel.OrderOf(Order), error, ct);
        if (Line is { } line)
        {
            Layout = await fileLayouts.FindAsync(error.FileId, error.RunId, error.Maestra, ct);
            if (Layout is { } found)
            {
                Fields = LineField.Cut(found.Layout, line);
                Hub = await hub.FindAsync(found.Layout, line, ct);
            }
        }

        return Page();
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostResolveAsync([FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Back(await operations.ResolveAsync(Id, Clean(reason), UserName, ct), $"/errores/{Number(Id)}");

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostReopenAsync([FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Back(await operations.ReopenAsync(Id, Clean(reason), UserName, ct), $"/errores/{Number(Id)}");

    /// <summary>What the layout asks of the field of the error: type, rules, whether it may be blank.</summary>
    public IReadOnlyList<string> Expected
    {
        get
        {
            if (Error.Field is not { } name || Layout?.Layout.FindColumn(name) is not { } column)
            {
                return Error.Rule is { } rule ? [rule] : [];
            }

            return
            [
                column.Type.ToString(),
                .. column.Required ? [T(column.IsKey ? "ErrorDetail.KeyRequired" : "ErrorDetail.Required")] : Array.Empty<string>(),
                .. Layout.Layout.Rules.Where(r => string.Equals(r.Column, name, StringComparison.OrdinalIgnoreCase)).Select(r => r.Text),
            ];
        }
    }

    public bool IsFailing(LayoutColumn column) => (Error.Field ?? "").Split(", ").Contains(column.Name, StringComparer.OrdinalIgnoreCase);
}
