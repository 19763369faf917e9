using IngestaMaestras.Ingestion.Checks;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Portal.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// Takes the file of a form as it comes, straight to the data volume. The form's token stands before the file and is checked
/// before a byte of it is kept.
/// </summary>
public sealed class UploadReader(UploadStore uploads, AccessOptions options, IAntiforgery antiforgery)
{
    private const string TokenField = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    /// <summary>What a form has around its file.</summary>
    private const int Wrapping = 64 * 1024;

    public async Task<Upload> ReadAsync(HttpContext context, CancellationToken ct)
    {
        var request = context.Request;
        var limit = options.ReadMaxUpload();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return Upload.Refuse(StatusCodes.Status415UnsupportedMediaType, T("Upload.NoForm"));
        }

        if (request.ContentLength > limit + Wrapping)
        {
            return TooLarge();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit + Wrapping;
        }

        try
        {
            return await ReadAsync(context, new MultipartReader(boundary, request.Body), limit, ct);
        }
        catch (InvalidDataException)
        {
            return Upload.Refuse(StatusCodes.Status400BadRequest, T("Upload.Broken"));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (IOException e) when (e is not BadHttpRequestException && !ct.IsCancellationRequested)
        {
            // A form that ends too early, or a disk that does not take it: nothing was kept.
            return Upload.Refuse(StatusCodes.Status400BadRequest, T("Upload.Interrupted", e.Message));
        }
    }

    private async Task<Upload> ReadAsync(HttpContext context, MultipartReader form, long limit, CancellationToken ct)
    {
        while (await form.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFormDataSection() is { } field)
            {
                if (field.Name == TokenField)
                {
                    context.Request.Headers[TokenHeader] = await field.GetValueAsync(ct);
                }

                continue;
            }

            if (section.AsFileSection() is not { } file)
            {
                continue;
            }

            if (!context.Request.Headers.ContainsKey(TokenHeader) || !await antiforgery.IsRequestValidAsync(context))
            {
                return Upload.Refuse(StatusCodes.Status400BadRequest, T("Error.Sentence400"));
            }

            var judged = UploadNames.Judge(file.FileName);
            if (judged.Fault != UploadNameFault.None)
            {
                return Upload.Refuse(StatusCodes.Status400BadRequest, judged.Sentence);
            }

            return await uploads.KeepAsync(section.Body, limit, ct) is { } kept ? new Upload(kept, file.FileName, 0, null) : TooLarge();
        }

        return Upload.Refuse(StatusCodes.Status400BadRequest, T("Upload.NoFile"));
    }

    private Upload TooLarge() => Upload.Refuse(StatusCodes.Status413PayloadTooLarge, T("Upload.TooLarge", options.MaxUpload));
}
