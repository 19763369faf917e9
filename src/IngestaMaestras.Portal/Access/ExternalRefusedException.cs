namespace IngestaMaestras.Portal.Access;

/// <summary>The identity provider knows the user, the portal does not let him in.</summary>
/// <param name="reason">What the sign-in page is told (<c>rol</c>, <c>nombre</c>, <c>desactivada</c>, <c>ultimo</c>).</param>
internal sealed class ExternalRefusedException(string reason) : Exception($"Refused: {reason}.")
{
    public string Reason { get; } = reason;
}
