using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;

namespace IngestaMaestras.Portal.Tests.Api.Support;

/// <summary>Keys for tests that are about something else than how keys are made.</summary>
internal static class TestKeys
{
    /// <summary>A program of an account of this role and name, whose key is called <c>prueba</c>.</summary>
    public static async Task<ApiClient> ProgramAsync(this PortalUnderTest portal, string role) => new(portal.Url, await portal.AddKeyAsync(role, role));

    /// <summary>A new key of an account, which is added unless there is one.</summary>
    /// <param name="more">Further columns of the key, as SQL.</param>
    public static async Task<string> AddKeyAsync(
        this PortalUnderTest portal, string account, string role, string name = "prueba", (string Column, string Value)? more = null)
    {
        await portal.AddAccountAsync(account, role);
        var key = ApiKeyText.Generate();
        var hash = Convert.ToHexString(ApiKeyText.HashOf(key));
        await portal.Installation.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            UPDATE api_key SET revoked_at = now() FROM account a WHERE a.account_id = api_key.account_id AND a.name = '{account}' AND api_key.name = '{name}';
            INSERT INTO api_key (account_id, name, hash, prefix, created_by{(more is null ? "" : ", " + more.Value.Column)})
            SELECT account_id, '{name}', decode('{hash}', 'hex'), '{ApiKeyText.PrefixOf(key)}', 'prueba'{(more is null ? "" : ", " + more.Value.Value)}
              FROM account WHERE name = '{account}'
            """));
        return key;
    }
}
