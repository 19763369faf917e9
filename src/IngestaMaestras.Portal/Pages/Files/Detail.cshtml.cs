using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Lines;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>One file: what it is, what became of it, and its lines under the ruler, page by page.</summary>
public sealed class DetailModel(
    FileHistory history, FileLayouts layouts, LineMarks marks, DataFolders folders, DiscardOperations discards) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    /// <summary>Where the preview begins, in bytes.</summary>
    [BindProperty(SupportsGet = true, Name = "byte")]
    public long? Offset { get; set; }

    /// <summary>The number of the line there, as the page before told it.</summary>
    [BindProperty(SupportsGet = true, Name = "linea")]
    public long? LineNumber { get; set; }

    public FileDetail Detail { get; private set; } = null!;

    public FileItem Item => Detail.File;

    public FileLayout? Layout { get; private set; }

    /// <summary>Null when the file is not where its row says.</summary>
    public PreviewPage? Preview { get; private set; }

    public IReadOnlyDictionary<long, LineMark> Marks { get; private set; } = new Dictionary<long, LineMark>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Offset < 0 || LineNumber < 1)
        {
            return Refuse(T("FileDetail.BadPlace"));
        }

        if (await history.FindAsync(Id, ct) is not { } detail)
        {
            return Missing(T("FileDetail.Unknown", Id));
        }

        Detail = detail;
        Layout = await layouts.FindAsync(Id, null, Item.Maestra, ct);
        await using var stream = Open();
        if (stream is not null)
        {
            PreviewPlace place = Offset is > 0 ? new(Offset.Value, LineNumber) : PreviewPlace.Start;
            Preview = await FilePreview.ReadAsync(stream, place, Layout?.Layout, ct);
            if (Preview.Lines is [{ Number: { } first }, ..])
            {
                Marks = await marks.FindAsync(Id, Item.RunId, first, Preview.Lines[^1].Number!.Value, ct);
            }
        }

        return Page();
    }

    /// <summary>Where an archived file lies, as a path of the machine.</summary>
    public string? Archive => ArchiveFolder.IsArchived(Item.Path) ? folders.LongTerm.ArchiveOf(Item.Path) : null;

    /// <summary>Why the file cannot be shown although it is there.</summary>
    public string? Damage { get; private set; }

    private FileStream? Open()
    {
        try
        {
            return folders.TryOpenRead(Item.Path);
        }
        catch (ArchiveDamagedException e)
        {
            Damage = e.Message;
            return null;
        }
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostDiscardAsync([FromForm(Name = "motivo")] string? reason, CancellationToken ct)
    {
        if (await history.FindAsync(Id, ct) is null)
        {
            return Missing(T("FileDetail.Unknown", Id));
        }

        return Back(await discards.DiscardAsync(Id, UserName, Clean(reason), ct), $"/archivos/{Invariant(Id)}");
    }

    private bool IsInInput => Item.Path.StartsWith("input/", StringComparison.Ordinal);

    /// <summary>The last run could do nothing with it.</summary>
    public bool IsFailed => Item is { State: FileStatus.Failed, IsActive: false };

    /// <summary>Its lines can be looked at and put right.</summary>
    public bool CanCorrect => Item is { Maestra: not null, IsActive: false, Size: > 0 } && !IsInInput && (IsFailed || Item.RejectedCount > 0);

    public bool CanReprocess => Item.Size is not null && (IsFailed || (IsInInput && !Item.IsActive));

    public bool CanUpload => IsFailed;

    public bool CanDiscard => (IsFailed || (IsInInput && !Item.IsActive)) && Item.State != FileStatus.Discarded;

    /// <summary>This page with its preview elsewhere.</summary>
    public string At(PreviewPlace place) => Address.Of(
        $"/archivos/{Invariant(Id)}", ("byte", place.Offset == 0 ? null : Invariant(place.Offset)),
        ("linea", place.Offset == 0 || place.Line is null ? null : Invariant(place.Line.Value))) + "#lineas";

    private static string Invariant(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
