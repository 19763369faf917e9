using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Operations;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Nueva ejecución: what waits in input, what is to be done with it, and a simulation first for whoever wants one.</summary>
[Requires(Permission.Act)]
public sealed class NewModel(
    RunOperations runs, BulkOperations operations, DateOutcomes dates, FileQueries files, LayoutStore layouts, BusinessCalendar calendar, TimeProvider time)
    : PortalPage
{
    private const string Here = "/ejecuciones/nueva";

    [BindProperty(SupportsGet = true, Name = "fecha")]
    public DateOnly? Date { get; set; }

    public DateOnly Chosen => Date ?? calendar.LatestDue(time.GetUtcNow());

    public DateOutcome Outcome { get; private set; } = null!;

    /// <summary>Everything in input, whatever its date.</summary>
    public IReadOnlyList<FileItem> Input { get; private set; } = [];

    public IReadOnlyList<Layout> Masters => layouts.Current.All;

    /// <summary>What the run would take; a file without a date gets the latest one due when it is first seen.</summary>
    public IEnumerable<FileItem> Waiting => Input.Where(f => (f.FechaProceso ?? calendar.LatestDue(time.GetUtcNow())) == Chosen && !f.IsActive);

    public IEnumerable<FileItem> Others => Input.Except(Waiting).Where(f => !f.IsActive);

    public async Task OnGetAsync(CancellationToken ct) => await ReadAsync(ct);

    /// <summary>How the date that was chosen stands, and what waits for it.</summary>
    public async Task<IActionResult> OnGetDateAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Partial("_NewRunDate", this);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync([FromForm] NewRunForm form, CancellationToken ct)
    {
        await ReadAsync(ct);
        if (form.Only.FirstOrDefault(m => layouts.Current.Find(m) is null) is { } unknown)
        {
            return Back(new OperationResult(false, T("Home.UnknownMaster", unknown)), There);
        }

        if (form.Rollback && !User.May(Permission.Administer))
        {
            return Forbid();
        }

        RunParameters parameters = new() { Maestras = form.Only.Length == 0 ? null : form.Only, Force = form.Force, Rollback = form.Rollback };
        return form.What switch
        {
            NewRunForm.Deliveries => LocalRedirect(Address.Of(
                OperationRequest.Path, ("accion", OperationKinds.Deliver), ("maestra", form.Only is [var one] ? one : null), ("volver", There))),
            NewRunForm.Simulate => await SimulateAsync(parameters, Clean(form.Reason), ct),
            NewRunForm.Everything or null => await StartAsync(form, parameters, ct),
            _ => Refuse(T("Error.BadValue", FileText.Visible(form.What), "hacer")),
        };
    }

    private string There => Address.Of(Here, ("fecha", Show.Iso(Date)));

    private async Task<IActionResult> SimulateAsync(RunParameters parameters, string? reason, CancellationToken ct)
    {
        DryRunParameters asked = new() { Date = Chosen, Run = parameters };
        // Somebody else simulates the very same: his answer is this one's too.
        var plan = await operations.PreviewAsync(OperationKinds.DryRun, asked, ct);
        if (plan.Actions == 0)
        {
            return Back(new OperationResult(false, plan.Items[0].Action), There);
        }

        var started = await operations.StartAsync(OperationKinds.DryRun, asked, null, UserName, reason, ct);
        return LocalRedirect($"/operaciones/{started.OperationId}");
    }

    /// <summary>A date that is complete is repeated only when asked for in so many words, after a preview.</summary>
    private async Task<IActionResult> StartAsync(NewRunForm form, RunParameters parameters, CancellationToken ct)
    {
        var reason = Clean(form.Reason);
        if (Outcome.Status == RunStatus.Succeeded && !Waiting.Any(f => parameters.Maestras is null || parameters.Maestras.Contains(f.Maestra, StringComparer.OrdinalIgnoreCase)))
        {
            if (!form.Repeat || reason is null)
            {
                return Back(new OperationResult(false, T("NewRun.IsComplete", Show.DateText(Chosen))), There);
            }

            return LocalRedirect(Address.Of(
                OperationRequest.Path,
                [
                    ("accion", OperationKinds.RerunDates), ("cuales", "todas"), ("desde", Show.Iso(Chosen)), ("hasta", Show.Iso(Chosen)),
                    ("forzar", form.Force ? "1" : null), ("atras", form.Rollback ? "1" : null), ("volver", There),
                    .. form.Only.Select(m => ("maestra", (string?)m)),
                ]));
        }

        var started = await runs.StartOnceAsync(Chosen, RunTrigger.Operator, parameters, UserName, reason, ct);
        return Back(started, started.RunId is { } run && started.Done ? $"/ejecuciones/{run}" : There);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Outcome = (await dates.ReadAsync([Chosen], ct))[0];
        Input = await files.ListInputAsync(ct);
    }
}
