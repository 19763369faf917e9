namespace IngestaMaestras.Portal.Access;

/// <summary>The roles of accounts, as the database, the command line and settings write them.</summary>
public static class Roles
{
    public const string Reader = "consulta";
    public const string Operator = "operador";
    public const string Administrator = "administrador";

    /// <summary>From the one that may least to the one that may most: the position is the <see cref="Permission"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Operator, Administrator];

    /// <summary>The most that a role may do; null: there is no such role.</summary>
    public static Permission? PermissionOf(string? role)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == role)
            {
                return (Permission)i;
            }
        }

        return null;
    }
}
