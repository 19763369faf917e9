using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>A visitor without a browser: keeps cookies, follows no redirect, and can send the portal's forms.</summary>
internal sealed partial class Browserless : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;
    private readonly Uri _portal;

    public Browserless(Uri portal)
    {
        _portal = portal;
        _client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = portal };
    }

    /// <summary>Value of the session's cookie; null: nobody is signed in.</summary>
    public string? Session => _cookies.GetCookies(_portal)[PortalUnderTest.SessionCookie]?.Value;

    /// <summary>Takes over somebody's session.</summary>
    public void Become(string session) => _cookies.Add(_portal, new Cookie(PortalUnderTest.SessionCookie, session));

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form as a page would: with the token of a form on <paramref name="page"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string page, params (string Name, string Value)[] fields)
    {
        var token = await ReadTokenAsync(page);
        using FormUrlEncodedContent form = new([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await _client.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>The token of a form on a page.</summary>
    public async Task<string> ReadTokenAsync(string page)
    {
        using var shown = await GetAsync(page);
        return TokenPattern().Match(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
    }

    /// <summary>Hands in a file as a form does, under any name at all.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, string fileName, byte[] content, string? token = null)
    {
        const string Boundary = "limite-de-la-prueba";
        token ??= await ReadTokenAsync(path);
        byte[] form =
        [
            .. Encoding.UTF8.GetBytes(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n"
                + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"{fileName}\"\r\nContent-Type: text/plain\r\n\r\n"),
            .. content,
            .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        using ByteArrayContent body = new(form);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
        return await _client.PostAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SignInAsync(string name, string password) =>
        PostAsync("/entrar", "/entrar", ("usuario", name), ("clave", password));

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
