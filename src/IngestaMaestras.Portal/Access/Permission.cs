namespace IngestaMaestras.Portal.Access;

/// <summary>What somebody may do; each contains the ones before it.</summary>
public enum Permission
{
    /// <summary>Look at everything, keep filters and an account of one's own.</summary>
    See,

    /// <summary>Start, stop, send back, reprocess, approve, deliver.</summary>
    Act,

    /// <summary>Manage accounts, replay, forget targets, maintain.</summary>
    Administer,
}
