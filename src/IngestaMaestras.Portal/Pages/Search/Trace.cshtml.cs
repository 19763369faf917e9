using IngestaMaestras.Ingestion.Queries.Search;
using IngestaMaestras.Ingestion.Queries.Traces;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Search;

/// <summary>¿Dónde está mi archivo?: by name, contents or key, everything that happened to it and where it is now.</summary>
public sealed class TraceModel(FileTraces traces) : PortalPage
{
    private const int MaxLength = 200;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    public IReadOnlyList<TracedFile> Files { get; private set; } = [];

    public IReadOnlyList<SearchHit> Keys { get; private set; } = [];

    internal static string WhatOf(TraceEvent item) => item.Kind switch
    {
        "seen" => T("Trace.Seen"),
        "claimed" => T("Trace.Claimed"),
        "step" => T("Trace.Step", Find($"States.StepName.{item.Code}") ?? item.Code),
        "ended" => T("Trace.Ended"),
        _ => AuditText.Action(item.Code),
    };

    internal static Tone ToneOf(TraceEvent item) => AuditText.ToneOf(item.State ?? "");

    public async Task OnGetAsync(CancellationToken ct)
    {
        Text = Blank(Text) is { } text ? text[..Math.Min(text.Length, MaxLength)] : null;
        if (Text is not null)
        {
            (Files, Keys) = await traces.FindAsync(Text, ct);
        }
    }
}
