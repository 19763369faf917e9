using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Access;

/// <summary>Section <c>Portal:OpenIdConnect</c>: an identity provider whose users may sign in.</summary>
public sealed class OidcOptions
{
    /// <summary>Address of the provider (its issuer); empty: there is none.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What the provider calls this portal.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>This portal's secret at the provider.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the button on the sign-in page calls it.</summary>
    public string Title { get; set; } = "cuenta corporativa";

    /// <summary>Scopes asked for, separated by spaces.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>Claim that names the user.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Claim whose values decide the role.</summary>
    public string RoleClaim { get; set; } = "groups";

    /// <summary>Value of <see cref="RoleClaim"/> that makes its holder a reader; empty: nobody is by this.</summary>
    public string ReaderValue { get; set; } = "";

    /// <summary>Value that makes an operator.</summary>
    public string OperatorValue { get; set; } = "";

    /// <summary>Value that makes an administrator.</summary>
    public string AdministratorValue { get; set; } = "";

    public bool IsOn => Authority.Length > 0;

    /// <summary>The role that the values of the claim give: the highest of them; null: none.</summary>
    public string? RoleOf(IReadOnlyCollection<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Has(AdministratorValue) ? Roles.Administrator : Has(OperatorValue) ? Roles.Operator : Has(ReaderValue) ? Roles.Reader : null;
        bool Has(string value) => value.Length > 0 && values.Contains(value, StringComparer.Ordinal);
    }

    internal void Validate()
    {
        if (!IsOn)
        {
            return;
        }

        Require(
            Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback), nameof(Authority), Authority,
            "una dirección https");
        Require(ClientId.Length > 0, nameof(ClientId), ClientId, "el identificador de este portal en el proveedor");
        Require(
            ReaderValue.Length + OperatorValue.Length + AdministratorValue.Length > 0, nameof(ReaderValue), ReaderValue,
            "al menos uno de ReaderValue, OperatorValue y AdministratorValue: sin ellos nadie recibe un rol");
    }

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Portal:OpenIdConnect:{key}", value, expected);
}
