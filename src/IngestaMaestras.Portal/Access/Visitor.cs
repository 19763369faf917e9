using System.Globalization;
using System.Security.Claims;

namespace IngestaMaestras.Portal.Access;

/// <summary>What the session of a signed-in user says of him.</summary>
public static class Visitor
{
    /// <summary>Claim: the account's stamp when the session began.</summary>
    public const string StampClaim = "ingesta:stamp";

    /// <summary>Claim: seconds since 1970 at which the session began.</summary>
    public const string SinceClaim = "ingesta:since";

    /// <summary>Claim: the password must be changed before anything else.</summary>
    public const string MustChangeClaim = "ingesta:must-change";

    public static bool May(this ClaimsPrincipal user, Permission permission)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Identity?.IsAuthenticated == true && Roles.PermissionOf(user.FindFirstValue(ClaimTypes.Role)) >= permission;
    }

    /// <summary>Whether the password must be changed before anything else.</summary>
    public static bool MustChange(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.HasClaim(c => c.Type == MustChangeClaim);
    }

    internal static long? AccountId(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The session of an account that has just proved who it is.</summary>
    /// <param name="scheme">Name of the authentication scheme that keeps it.</param>
    internal static ClaimsPrincipal Of(Account account, DateTimeOffset since, string scheme)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, account.AccountId.ToString(CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, account.Name),
            new(ClaimTypes.Role, account.Role),
            new(StampClaim, account.Stamp.ToString()),
            new(SinceClaim, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        if (account.MustChange)
        {
            claims.Add(new Claim(MustChangeClaim, "1"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }
}
