using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>Which files of a folder a list shows, and in which order; null: whatever it is.</summary>
public sealed record FileFilter
{
    /// <summary>First business date, included.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last business date, included.</summary>
    public DateOnly? To { get; init; }

    public string? Maestra { get; init; }

    /// <summary>What the last run did with it, as a code.</summary>
    public string? Status { get; init; }

    /// <summary>A part of the name; case does not matter.</summary>
    public string? Text { get; init; }

    public bool IsOldestFirst { get; init; }

    /// <summary>Files without a row have no outcome to be asked for.</summary>
    internal bool TakesStrangers => Status is null;

    /// <summary>For files that are not read from the database.</summary>
    public bool Matches(FileItem file) =>
        (Maestra is null || file.Maestra == Maestra)
        && (Status is null || file.Status == Status)
        && (Text is null || file.FileName.Contains(Text, StringComparison.OrdinalIgnoreCase))
        && !(From > file.FechaProceso) && !(To < file.FechaProceso);

    internal object Parameters(FileLocation location) => new
    {
        Location = DataFolders.Code(location),
        From,
        To,
        Maestra,
        Status,
        Pattern = LikePattern.Containing(Text),
    };

    internal string Conditions() => string.Join(" AND ", new[]
    {
        "f.location = @Location",
        From is null ? "" : "f.fecha_proceso >= @From",
        To is null ? "" : "f.fecha_proceso <= @To",
        Maestra is null ? "" : "f.maestra = @Maestra",
        Status is null ? "" : "last.status = @Status",
        Text is null ? "" : "f.file_name ILIKE @Pattern",
    }.Where(c => c.Length > 0));

    internal string OrderBy() => IsOldestFirst ? "f.fecha_proceso, f.file_id" : "f.fecha_proceso DESC, f.file_id DESC";
}
