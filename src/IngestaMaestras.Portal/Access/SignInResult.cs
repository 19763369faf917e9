namespace IngestaMaestras.Portal.Access;

/// <summary>What came of an attempt to sign in: the account, or why not.</summary>
/// <param name="Account">Null: refused.</param>
/// <param name="LockedUntil">The name is refused until then, whatever the password.</param>
public sealed record SignInResult(Account? Account, DateTime? LockedUntil = null);
