using System.Net.Http.Headers;
using System.Text;

namespace IngestaMaestras.Portal.Tests.Api.Support;

/// <summary>A program that calls the API with a key, or without one.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="key">Null: none is sent.</param>
    public ApiClient(Uri portal, string? key)
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(portal, "/api/v1/") };
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <param name="json">Null: no body.</param>
    public Task<ApiAnswer> PostAsync(string path, string? json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();
}
