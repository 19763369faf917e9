using System.Security.Cryptography;
using System.Text;
using IngestaMaestras.Portal.Access;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary>
/// A post that carries an <c>Idempotency-Key</c> acts once, however often and from wherever it is sent within a day: the
/// others get the first one's answer. When it is not known what came of the first, nothing is done and that is said.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IdempotencyStore store)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MaxKey = 200;

    /// <summary>How long a request waits for another one with its key.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiKeySignIn.Serves(context) || !HttpMethods.IsPost(context.Request.Method) || context.User.AccountId() is not { } account
            || !context.Request.Headers.TryGetValue(Header, out var values))
        {
            await next(context);
            return;
        }

        if (values.ToString() is not { Length: > 0 and <= MaxKey } key || key.Any(c => c is < '!' or > '~'))
        {
            await ApiProblem.Invalid(new Dictionary<string, string[]> { [Header] = [T("Api.BadIdempotencyKey", MaxKey)] }).ExecuteAsync(context);
            return;
        }

        var hash = await TakeBodyAsync(context.Request);
        IdempotentRequest request = new(account, context.Request.Path.Value!.ToLowerInvariant(), key, hash);
        if (await store.BeginAsync(request, context.RequestAborted))
        {
            await ActAsync(context, request);
            return;
        }

        await AnswerAsync(context, await WaitAsync(request, context.RequestAborted));
    }

    /// <summary>Acts to the end, though the caller may have gone: he will come back and ask for the answer.</summary>
    private async Task ActAsync(HttpContext context, IdempotentRequest request)
    {
        var response = context.Response;
        var body = response.Body;
        using MemoryStream written = new();
        response.Body = written;
        var aborted = context.RequestAborted;
        context.RequestAborted = CancellationToken.None;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException)
        {
            // It came to nothing, for certain.
            await store.ForgetAsync(request, CancellationToken.None);
            throw;
        }
        finally
        {
            response.Body = body;
            context.RequestAborted = aborted;
        }

        StoredResponse answer = new(
            true, response.StatusCode, response.ContentType, response.Headers.Location.FirstOrDefault(), written.ToArray());
        await store.EndAsync(request, answer, CancellationToken.None);
        await body.WriteAsync(answer.Body, aborted);
    }

    private static async Task AnswerAsync(HttpContext context, StoredResponse? stored)
    {
        if (stored is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await ApiProblem.Refused(T("Api.SameKeyUnderWay")).ExecuteAsync(context);
            return;
        }

        if (!stored.IsOfThis)
        {
            await ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, T("Api.SameKeyOtherBody")).ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        response.StatusCode = stored.Status;
        response.ContentType = stored.ContentType;
        response.Headers[ReplayedHeader] = "true";
        if (stored.Location is not null)
        {
            response.Headers.Location = stored.Location;
        }

        await response.Body.WriteAsync(stored.Body, context.RequestAborted);
    }

    /// <returns>Null: the other one has not been answered in time, and may never be.</returns>
    private async Task<StoredResponse?> WaitAsync(IdempotentRequest request, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (await store.FindAsync(request, ct) is { } stored)
            {
                return stored;
            }

            try
            {
                await Task.Delay(Poll, patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <summary>Reads the body, leaves it to be read again, and gives the hash of what is asked for.</summary>
    private static async Task<byte[]> TakeBodyAsync(HttpRequest request)
    {
        MemoryStream body = new();
        request.HttpContext.Response.RegisterForDispose(body);
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        request.Body = body;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.ContentType}\n{request.QueryString}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return hash.GetHashAndReset();
    }
}
