using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>One run: its files, their steps, what it found, and what can be done about it.</summary>
public sealed class RunModel(
    RunQueries runs, HeldDeletes heldDeletes, RunMedians medians, LogQueries log, NoteOperations notes, RunOperations operations, AcceptOperations accept,
    Func<LayoutSet> layouts, DeliveryTargets targets, DeliveryOptions delivery, TimeProvider time) : PortalPage
{
    /// <summary>Findings of one kind that are shown at once; more are folded up, so that the files are not far below.</summary>
    public const int FindingsInTheOpen = 3;

    /// <summary>Rows that a held merge would delete, of which so many are shown.</summary>
    private const int HeldRows = 20;

    /// <summary>The end of the log, as much as is shown here.</summary>
    private const int LogLinesShown = 12;

    /// <summary>htmx swaps the answer in and asks no more.</summary>
    private const int StopPolling = 286;

    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    public RunDetail Detail { get; private set; } = null!;

    public RunItem Run => Detail.Run;

    /// <summary>By file id: what held files would delete, where that can be told.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<string>> HeldRowsByFile { get; private set; } = new Dictionary<long, IReadOnlyList<string>>();

    /// <summary>Something may still change without anybody's doing.</summary>
    public bool IsLive => MayChange(Detail);

    internal IReadOnlyList<FlowFile> Flow { get; private set; } = [];

    internal TimeAxis Axis { get; private set; } = null!;

    public DateTime AxisStart { get; private set; }

    public LogPage Log { get; private set; } = null!;

    public IReadOnlyList<RunNote> Notes { get; private set; } = [];

    public bool CanCancel => Run.State is RunStatus.Queued or RunStatus.Running or RunStatus.Held && Run.CancelRequestedAt is null;

    /// <summary>Something failed here that nobody has taken up since.</summary>
    public bool CanRetry => Run.State is RunStatus.Partial or RunStatus.Failed && Detail.Files.Any(f => f.CanReprocess);

    /// <summary>It has ended, and its files can be run once more.</summary>
    public bool CanRepeat => Run.State.IsEnded() && Run.State != RunStatus.Held && Detail.Files.Count > 0;

    /// <summary>What was in the hub before somebody stopped it.</summary>
    public IReadOnlyList<RunFileItem> WrittenBeforeCancel =>
        Run.State == RunStatus.Cancelled ? [.. Detail.Files.Where(f => f.State is FileStatus.Loaded or FileStatus.Unchanged)] : [];

    /// <summary>The preview of running the same files again, with the same parameters.</summary>
    public string RepeatPath => Address.Of(
        Operations.OperationRequest.Path, ("accion", OperationKinds.RerunDates), ("cuales", "todas"), ("desde", Show.Iso(Run.FechaProceso)),
        ("hasta", Show.Iso(Run.FechaProceso)), ("ejecucion", Id.ToString(CultureInfo.InvariantCulture)),
        ("forzar", Detail.Parameters.Force ? "1" : null), ("atras", Detail.Parameters.Rollback ? "1" : null), ("volver", Here));

    /// <summary>Some failed file is mended where it lies, not by another name.</summary>
    public bool CanFixByContent => Detail.Files.Any(f => f.CanReprocess && !ErrorTypes.IsAboutName(f.ErrorType));

    public IReadOnlyList<long> FailedFileIds => [.. Detail.Files.Where(f => f.CanReprocess).Select(f => f.FileId)];

    /// <summary>Something of a run may still change without anybody's doing.</summary>
    internal static bool MayChange(RunDetail detail) =>
        !detail.Run.State.IsEnded() || detail.Files.Any(f => f.Deliveries.Any(d => d.State == DeliveryState.Pending));

    /// <summary>The log of one step of one file.</summary>
    public string LogOf(long fileId, string? step) => Address.Of(
        $"/ejecuciones/{Id}/registro", ("archivo", fileId.ToString(CultureInfo.InvariantCulture)), ("paso", step));

    public string LogLineOf(LogItem line) => $"/ejecuciones/{Id}/registro?linea={line.Id}#l{line.Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        await ReadAsync(ct) ? Page() : Missing(T("Runs.Unknown", Id));

    /// <summary>The part that renews itself until the run has ended and nothing of it is on its way any more.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
        {
            return Missing(T("Runs.Unknown", Id));
        }

        Response.StatusCode = IsLive ? StatusCodes.Status200OK : StopPolling;
        return Partial("_RunLive", this);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostRetryAsync(CancellationToken ct) =>
        Back(await operations.RetryAsync(Id, UserName, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostCancelAsync([FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Back(await operations.CancelAsync(Id, UserName, Clean(reason), ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostApproveAsync(
        [FromForm(Name = "archivo")] long fileId, [FromForm(Name = "claves")] string? keysHash, [FromForm(Name = "motivo")] string? reason,
        CancellationToken ct) => Clean(reason) is not { } why
            ? Back(new OperationResult(false, T("Runs.HoldNeedsReason")), Here)
            : Back(await operations.ApproveAsync(Id, fileId, keysHash ?? "", UserName, why, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostDiscardAsync(
        [FromForm(Name = "archivo")] long fileId, [FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Clean(reason) is not { } why
            ? Back(new OperationResult(false, T("Runs.HoldNeedsReason")), Here)
            : Back(await operations.DiscardAsync(Id, fileId, UserName, why, ct), Here);

    /// <summary>Takes a failed file as it is.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAcceptAsync(
        [FromForm(Name = "archivo")] long fileId, [FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Back(await accept.AcceptFileAsync(fileId, Clean(reason), UserName, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostNoteAsync(
        [FromForm(Name = "nota")] string? note, [FromForm(Name = "ticket")] string? ticket, [FromForm(Name = "causa")] string? cause,
        CancellationToken ct) => Back(
            await notes.AddAsync(Id, Blank(note), Blank(ticket), Blank(cause), UserName, ct), Here);

    private string Here => $"/ejecuciones/{Id}";

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await runs.FindAsync(Id, ct) is not { } detail)
        {
            return false;
        }

        Detail = detail;
        Dictionary<long, IReadOnlyList<string>> held = [];
        foreach (var file in detail.Files.Where(f => f.State == FileStatus.Held))
        {
            if (await heldDeletes.ListAsync(file, HeldRows, ct) is { } rows)
            {
                held[file.FileId] = rows;
            }
        }

        HeldRowsByFile = held;
        Flow = new RunFlow(layouts(), targets, delivery, await medians.ReadAsync(Id, ct)).Of(detail.Files);
        AxisStart = detail.Run.StartedAt ?? detail.Run.CreatedAt;
        Axis = new TimeAxis(AxisStart, detail.Run.EndedAt ?? time.GetUtcNow().UtcDateTime);
        Log = await log.ListLatestAsync(new LogFilter(Id), LogLinesShown, ct);
        Notes = await notes.ListAsync(Id, ct);
        return true;
    }
}
