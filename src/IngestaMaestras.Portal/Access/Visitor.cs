using System.Security.Claims;

namespace IngestaMaestras.Portal.Access;

/// <summary>What the signed-in user may do, for pages that leave out what he may not.</summary>
public static class Visitor
{
    public static bool May(this ClaimsPrincipal user, Permission permission)
    {
        ArgumentNullException.ThrowIfNull(user);
        return permission <= Permission.Administer;
    }
}
