using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>Errores por grupos: of what kinds the errors of a window of nights are.</summary>
public sealed class GroupsModel(
    ErrorGroupQueries groups, ErrorQueries errors, LayoutStore layouts, BusinessCalendar calendar, TimeProvider time) : ErrorListPage(layouts)
{
    /// <summary>Nights that are looked at unless dates are asked for.</summary>
    public const int DefaultNights = 14;

    public const string ByNights = "noches";
    public const string ByLastSeen = "ultimo";

    private const int MaxGroups = 200;

    public ErrorGroups Groups { get; private set; } = null!;

    /// <summary>The window that was asked for was longer than is looked at.</summary>
    public bool IsWindowCut { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await PrepareAsync(ct) is { } refusal)
        {
            return refusal;
        }

        Groups = await groups.ListAsync(Filter, GroupOrder, MaxGroups, ct);
        return Page();
    }

    /// <summary>The groups that the page shows.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct) =>
        await PrepareAsync(ct) ?? ErrorCsv.Of((await groups.ListAsync(Filter, GroupOrder, MaxGroups, ct)).Items);

    /// <summary>The list of a group's rows.</summary>
    public string RowsOf(ErrorGroup group) => Of(group, "/errores", ("estado", State));

    /// <summary>The preview of marking the group as resolved.</summary>
    public string ResolveOf(ErrorGroup group) => Of(
        group, Operations.OperationRequest.Path, ("accion", OperationKinds.ResolveErrors), ("volver", Address.Current(HttpContext)));

    /// <summary>What the master's owner is told about the group.</summary>
    public string ReportOf(ErrorGroup group) => Of(group, "/errores/informe", ("estado", State));

    private string Of(ErrorGroup group, string path, params (string Name, string? Value)[] more) => Address.Of(
        path,
        [
            ("desde", Show.Iso(From)), ("hasta", Show.Iso(To)), ("maestra", group.Maestra ?? ErrorFilter.None), ("tipo", group.ErrorType),
            ("campo", group.Field ?? ErrorFilter.None), ("regla", group.Rule ?? ErrorFilter.None), ("severidad", group.Severity), ("texto", Text),
            ("ejecucion", RunId?.ToString(CultureInfo.InvariantCulture)), ("archivo", FileId?.ToString(CultureInfo.InvariantCulture)), .. more,
        ]);

    private ErrorGroupOrder GroupOrder => Order switch
    {
        ByNights => ErrorGroupOrder.Nights,
        ByLastSeen => ErrorGroupOrder.LastSeen,
        _ => ErrorGroupOrder.Rows,
    };

    /// <summary>A window with both ends: up to the latest date that has errors, and no longer than is looked at.</summary>
    private async Task<IActionResult?> PrepareAsync(CancellationToken ct)
    {
        ReadDates();
        if (RefuseNonsense([ByNights, ByLastSeen]) is { } refusal)
        {
            return refusal;
        }

        To ??= await errors.FindLatestDateAsync(ct) ?? calendar.LatestDue(time.GetUtcNow());
        if (From > To)
        {
            To = From;
        }

        var earliest = DateOnly.FromDayNumber(Math.Max(0, To.Value.DayNumber - ErrorGroupQueries.MaxDays + 1));
        From ??= DateOnly.FromDayNumber(Math.Max(0, To.Value.DayNumber - DefaultNights + 1));
        IsWindowCut = From < earliest;
        From = IsWindowCut ? earliest : From;
        return null;
    }
}
