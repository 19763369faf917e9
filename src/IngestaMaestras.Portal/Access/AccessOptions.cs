using System.Net;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Access;

/// <summary>Section <c>Portal</c> of the settings: sign-in, and what stands in front of the portal.</summary>
public sealed class AccessOptions
{
    /// <summary>What a setting may allow at most, in MB: more is better dropped into input.</summary>
    private const int LargestUpload = 10_240;

    private const long Megabyte = 1024 * 1024;

    /// <summary>First password of <c>admin</c>, used once, when there are no accounts; empty: one is made up and printed.</summary>
    public string AdminPassword { get; set; } = "";

    /// <summary>A session ends when it was not used for this long.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(8);

    /// <summary>A session ends after this long, however much it is used.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Failed sign-ins with one name, one after the other, before that name is refused for a while.</summary>
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long a name is refused.</summary>
    public TimeSpan LockDuration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts to sign in that one address may make in a minute.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Largest file that can be uploaded, in MB (of 1 024 × 1 024 bytes).</summary>
    public int MaxUpload { get; set; } = 200;

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of the proxies whose <c>X-Forwarded-*</c> headers are believed, separated by
    /// commas; empty: none.
    /// </summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>Sign-in through an identity provider; without <c>Authority</c> there is none.</summary>
    public OidcOptions OpenIdConnect { get; set; } = new();

    /// <summary><see cref="MaxUpload"/> in bytes.</summary>
    public long ReadMaxUpload() => MaxUpload * Megabyte;

    public IReadOnlyList<IPNetwork> ReadProxies() => TrustedProxies
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(ParseNetwork)
        .ToList();

    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public void Validate()
    {
        ReadProxies();
        Require(SessionIdle > TimeSpan.Zero, nameof(SessionIdle), SessionIdle, "una duración mayor que cero, por ejemplo 08:00:00");
        Require(SessionLifetime >= SessionIdle, nameof(SessionLifetime), SessionLifetime, "una duración no menor que SessionIdle");
        Require(MaxFailures > 0, nameof(MaxFailures), MaxFailures, "un número mayor que 0");
        Require(LockDuration > TimeSpan.Zero, nameof(LockDuration), LockDuration, "una duración mayor que cero, por ejemplo 00:15:00");
        Require(SignInsPerMinute > 0, nameof(SignInsPerMinute), SignInsPerMinute, "un número mayor que 0");
        Require(MaxUpload is > 0 and <= LargestUpload, nameof(MaxUpload), MaxUpload, $"un número de MB entre 1 y {LargestUpload}");
        Require(
            AdminPassword.Length == 0 || PasswordRules.FindProblem(AdminPassword, FirstAccount.Name) is null, nameof(AdminPassword), "***",
            $"una contraseña de {PasswordRules.MinLength} caracteres o más que no sea el nombre de la cuenta");
        OpenIdConnect.Validate();
    }

    private static IPNetwork ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        Require(IPAddress.TryParse(text, out var address), nameof(TrustedProxies), text, "direcciones IP o redes separadas por comas, por ejemplo 10.0.0.5, 10.1.0.0/16");
        return new IPNetwork(address!, address!.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128);
    }

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Portal:{key}", value, expected);
}
