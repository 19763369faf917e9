using System.ComponentModel;
using System.Security.Claims;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1/files</c>: what lies in the folders, and running it again.</summary>
internal static class FilesApi
{
    /// <summary>Files of one request.</summary>
    public const int MaxFiles = 500;

    private static readonly IReadOnlyList<string> Statuses = ApiCodes.All(typeof(FileStatus));
    private static readonly IReadOnlyList<string> Folders = ["input", "work", "processed", "error", "archived"];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/files", ListAsync)
            .Describes("Files", "listFiles", "List files", "What lies in one folder, latest business date first. Input is given whole; the other folders page by page.")
            .Returns<FileList>();
        api.MapGet("/files/{id:long}", FindAsync).Describes("Files", "getFile", "Get a file", "With what runs did with it, and its corrections.")
            .Returns<FileHistoryView>().CanBeMissing();
        api.MapPost("/files/reprocess", ReprocessAsync).Needs(Permission.Act)
            .Describes(
                "Files", "reprocessFiles", "Reprocess files",
                "Sends files back to input and runs them again: one new run per business date. A corrected file that lies in input under the same name is taken instead.")
            .Takes<ReprocessRequest>().Returns<ReprocessResponse>(StatusCodes.Status202Accepted).CanBeRefused();
    }

    private static async Task<IResult> ListAsync(
        FileQueries files,
        CancellationToken ct,
        [Description("The folder; error if none is named."), OneOf("input", "work", "processed", "error", "archived")] string? folder = null,
        [Description("First business date."), Shape(Shape.Date)] string? from = null,
        [Description("Last business date."), Shape(Shape.Date)] string? to = null,
        [Description("Only files of this master.")] string? master = null,
        [Description("Only files with which their last run did this."), OneOf(typeof(FileStatus))] string? status = null,
        [Description("Only files with this text in their name.")] string? text = null,
        [Description("Where the page begins: next of the page before.")] string? after = null,
        [Description("Items of a page."), Shape(Shape.Limit)] string? limit = null)
    {
        ApiInput input = new();
        FileFilter filter = new()
        {
            From = input.Date(nameof(from), from),
            To = input.Date(nameof(to), to),
            Maestra = input.Text(nameof(master), master)?.ToUpperInvariant(),
            Status = input.Code(nameof(status), status, Statuses),
            Text = input.Text(nameof(text), text),
        };
        var location = LocationOf(input.Code(nameof(folder), folder, Folders) ?? DataFolders.Code(FileLocation.Error));
        var place = input.After(after, FileCursor.TryParse);
        var size = input.Limit(limit);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        if (location == FileLocation.Input)
        {
            var waiting = (await files.ListInputAsync(ct)).Where(filter.Matches).Select(FileView.Of).ToLookup(f => f.Id is not null);
            return TypedResults.Ok(new FileList([.. waiting[true]], [.. waiting[false]], false, null));
        }

        var page = await files.ListAsync(location, filter, place, size, ct);
        return TypedResults.Ok(new FileList(
            [.. page.Files.Select(FileView.Of)], [.. page.WithoutRow.Select(FileView.Of)], page.WithoutRowIsCapped, page.Next));
    }

    private static async Task<IResult> FindAsync([Description("Number of the file.")] long id, FileHistory history, CancellationToken ct) =>
        await history.FindAsync(id, ct) is { } file
            ? TypedResults.Ok(FileHistoryView.Of(file))
            : ApiProblem.Missing(T("Api.UnknownFile", id));

    private static async Task<IResult> ReprocessAsync(
        ReprocessRequest request, ClaimsPrincipal user, FileOperations operations, CancellationToken ct)
    {
        ApiInput input = new();
        if (request.FileIds is not { Count: > 0 and <= MaxFiles })
        {
            input.Add("fileIds", T("Api.BadFileIds", MaxFiles));
        }

        var reason = input.Reason(request.Reason);
        if (!input.IsValid)
        {
            return input.Refuse();
        }

        var results = await operations.ReprocessAsync([.. request.FileIds!.Distinct()], PortalPage.NameOf(user), reason, ct);
        return results.Any(r => r.Done)
            ? TypedResults.Accepted((string?)null, new ReprocessResponse([.. results.Select(ActionResponse.Of)]))
            : ApiProblem.Refused(results);
    }

    private static FileLocation LocationOf(string code) => Enum.GetValues<FileLocation>().First(l => DataFolders.Code(l) == code);
}
