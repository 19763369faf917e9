namespace IngestaMaestras.Portal.Access;

/// <summary>
/// What a page, or one of its handlers, asks of whoever calls it. Every POST handler has one; a page without one asks
/// for <see cref="Permission.See"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}
