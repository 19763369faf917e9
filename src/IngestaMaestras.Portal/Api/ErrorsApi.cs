using System.ComponentModel;
using IngestaMaestras.Ingestion.Queries.Errors;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/errors</c>: what was wrong with files and records.</summary>
internal static class ErrorsApi
{
    private static readonly IReadOnlyList<string> Severities = ["error", "aviso"];

    public static void Map(RouteGroupBuilder api) => api.MapGet("/errors", ListAsync)
        .Describes("Errors", "listErrors", "List errors", "Rows of error_log, the latest business date first; the errors of one load in the order of its lines.")
        .Returns<ErrorList>();

    private static async Task<IResult> ListAsync(
        ErrorQueries errors,
        CancellationToken ct,
        [Description("First business date."), Shape(Shape.Date)] string? from = null,
        [Description("Last business date."), Shape(Shape.Date)] string? to = null,
        [Description("Only errors of this master.")] string? master = null,
        [Description("Only errors of this type, such as CAMPO_REQUERIDO.")] string? type = null,
        [Description("Only errors of this field.")] string? field = null,
        [Description("Only errors of this rule.")] string? rule = null,
        [Description("Only errors of this severity."), OneOf("error", "aviso")] string? severity = null,
        [Description("Only errors that were mended, or only those that were not."), Shape(Shape.Flag)] string? resolved = null,
        [Description("Only errors with this text in message, value, line, field or file name.")] string? text = null,
        [Description("Only errors that this run wrote."), Shape(Shape.Id)] string? runId = null,
        [Description("Only errors of this file."), Shape(Shape.Id)] string? fileId = null,
        [Description("Where the page begins: next of the page before.")] string? after = null,
        [Description("Items of a page."), Shape(Shape.Limit)] string? limit = null)
    {
        ApiInput input = new();
        ErrorFilter filter = new()
        {
            From = input.Date(nameof(from), from),
            To = input.Date(nameof(to), to),
            Maestra = input.Text(nameof(master), master)?.ToUpperInvariant(),
            ErrorType = input.Text(nameof(type), type),
            Field = input.Text(nameof(field), field),
            Rule = input.Text(nameof(rule), rule),
            Severity = input.Code(nameof(severity), severity, Severities),
            IsResolved = input.Flag(nameof(resolved), resolved),
            Text = input.Text(nameof(text), text),
            RunId = input.Id(nameof(runId), runId),
            FileId = input.Id(nameof(fileId), fileId),
        };
        var place = input.After(after, ErrorCursor.TryParse);
        var size = input.Limit(limit);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        var page = await errors.ListAsync(filter, ErrorOrder.NewestFirst, place, size, ct);
        return TypedResults.Ok(new ErrorList([.. page.Items.Select(ErrorView.Of)], page.Next, page.IsSearchCut));
    }
}
