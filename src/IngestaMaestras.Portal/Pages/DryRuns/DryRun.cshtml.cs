using System.Text.Json;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Queries.DryRuns;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.DryRuns;

/// <summary>Simulación: what a run would do, file by file and row by row, and the button that does it for real.</summary>
public sealed class DryRunModel(DryRunQueries queries, DryRunner runner) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    /// <summary>Number of the file whose rows are shown, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "archivo")]
    public int? FileNo { get; set; }

    /// <summary>Which rows: altas, cambios, bajas, rechazos.</summary>
    [BindProperty(SupportsGet = true, Name = "filas")]
    public string? View { get; set; }

    public DryRunItem Item { get; private set; } = null!;

    public DryRunResult Result { get; private set; } = null!;

    public IReadOnlyList<DryRunRow> Rows { get; private set; } = [];

    /// <summary>The file that is shown; null when none is chosen.</summary>
    public DryRunFile? ShownFile { get; private set; }

    public static IReadOnlyList<(string Name, char Kind)> Views { get; } =
        [("altas", DryRunRow.Insert), ("cambios", DryRunRow.Update), ("bajas", DryRunRow.Delete), ("rechazos", DryRunRow.Reject)];

    public static long CountOf(DryRunFile file, char kind) => kind switch
    {
        DryRunRow.Insert => file.Counts.Inserted,
        DryRunRow.Update => file.Counts.Updated,
        DryRunRow.Delete => file.Counts.Deleted,
        _ => file.Counts.Rejected,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await queries.FindAsync(Id, ct) is not { } item)
        {
            return Missing(T("DryRuns.Unknown", Id));
        }

        (Item, Result) = (item, item.ReadResult());
        if (FileNo is { } number)
        {
            if (number < 1 || number > Result.Files.Count)
            {
                return Missing(T("DryRuns.NoFile", Id, number));
            }

            ShownFile = Result.Files[number - 1];
            View ??= Views.FirstOrDefault(v => CountOf(ShownFile, v.Kind) > 0).Name ?? Views[0].Name;
            var view = Views.FirstOrDefault(v => v.Name == View);
            if (view.Name is null)
            {
                return Refuse(T("Error.BadValue", FileText.Visible(View), "filas"));
            }

            Rows = await queries.ListRowsAsync(Id, number, view.Kind, ct);
        }

        return Page();
    }

    /// <summary>Does for real what was compared; refused when files or hub are not as they were.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "motivo")] string? reason, CancellationToken ct)
    {
        if (await queries.FindAsync(Id, ct) is { } item && item.ReadParameters().Rollback && !User.May(Permission.Administer))
        {
            return Forbid();
        }

        var result = await runner.RunForRealAsync(Id, UserName, Clean(reason), ct);
        return Back(result, result is { Done: true, RunId: { } run } ? $"/ejecuciones/{run}" : $"/simulaciones/{Id}");
    }

    /// <summary>The columns of a row with their values before and after; of an update only those that change.</summary>
    public static IReadOnlyList<(string Column, string? Before, string? After)> Columns(DryRunRow row)
    {
        var before = Read(row.Before);
        var after = Read(row.After);
        return
        [
            .. (after.Count > 0 ? after : before).Keys
                .Select(c => (c, before.GetValueOrDefault(c), after.GetValueOrDefault(c)))
                .Where(c => row.Kind != DryRunRow.Update || c.Item2 != c.Item3),
        ];
    }

    private static Dictionary<string, string?> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(
            p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString(), StringComparer.Ordinal);
    }
}
