using System.Text;
using IngestaMaestras.Ingestion.Queries.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// A list as a file for Excel, sent as its rows are read: however long it is, memory holds a few of them. It has no limit.
/// A fault on the way breaks the connection, so that the browser reports a download that failed and not a short file.
/// </summary>
/// <param name="name">The file's name without its ending.</param>
internal sealed class CsvResult(string name, IReadOnlyList<object?> header, IAsyncEnumerable<IReadOnlyList<object?>> rows) : IActionResult
{
    private const int FlushCharacters = 32 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        ContentDispositionHeaderValue disposition = new("attachment");
        disposition.SetHttpFileName(name + ".csv");
        response.Headers.ContentDisposition = disposition.ToString();

        var ct = context.HttpContext.RequestAborted;
        StringBuilder text = new("\uFEFF"); // Without it Excel takes UTF-8 for the machine's own encoding.
        CsvText.AppendLine(text, header);
        await foreach (var row in rows.WithCancellation(ct))
        {
            CsvText.AppendLine(text, row);
            if (text.Length >= FlushCharacters)
            {
                await FlushAsync(response, text, ct);
            }
        }

        await FlushAsync(response, text, ct);
    }

    private static async Task FlushAsync(HttpResponse response, StringBuilder text, CancellationToken ct)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), ct);
        text.Clear();
    }
}
