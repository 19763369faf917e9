using IngestaMaestras.Ingestion.Queries.Errors;

namespace IngestaMaestras.Portal.Api;

/// <summary>A row of error_log.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Date">The business date.</param>
/// <param name="Timestamp">When it was written.</param>
/// <param name="Type">What kind of error.</param>
/// <param name="Severity">error: the record was rejected; aviso: it was loaded all the same.</param>
/// <param name="Master">The master.</param>
/// <param name="FileName">The file.</param>
/// <param name="LineNumber">The line, from 1.</param>
/// <param name="Field">The field.</param>
/// <param name="Rule">The rule that it broke.</param>
/// <param name="Value">The value that broke it.</param>
/// <param name="RawLine">The line as it was read.</param>
/// <param name="Message">A Spanish sentence for people.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="FileId">Number of the file.</param>
/// <param name="ResolvedAt">When a later load mended it; null: it is open.</param>
/// <param name="ResolvedBy">What mended it.</param>
public sealed record ErrorView(
    long Id,
    DateOnly Date,
    DateTime Timestamp,
    string Type,
    [property: OneOf("error", "aviso")] string Severity,
    string? Master,
    string? FileName,
    long? LineNumber,
    string? Field,
    string? Rule,
    string? Value,
    string? RawLine,
    string Message,
    long? RunId,
    long? FileId,
    DateTime? ResolvedAt,
    string? ResolvedBy)
{
    internal static ErrorView Of(ErrorItem e) => new(
        e.Id, e.FechaProceso, e.Timestamp, e.ErrorType, e.Severity, e.Maestra, e.FileName, e.LineNumber, e.Field, e.Rule, e.Value, e.RawLine,
        e.Message, e.RunId, e.FileId, e.ResolvedAt, e.ResolvedBy);
}

/// <summary>A page of errors, the latest first.</summary>
/// <param name="Items">The errors.</param>
/// <param name="Next">Give it as <c>after</c> to get the next page; null when there is none.</param>
/// <param name="IsSearchCut">So many rows were looked at without filling the page that the search stopped; it goes on at next.</param>
public sealed record ErrorList(IReadOnlyList<ErrorView> Items, string? Next, bool IsSearchCut);
