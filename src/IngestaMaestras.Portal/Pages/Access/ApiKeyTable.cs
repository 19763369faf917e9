using IngestaMaestras.Portal.Access;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Keys as a table.</summary>
/// <param name="IsEverybodys">Of all accounts, for an administrator; otherwise the visitor's own.</param>
public sealed record ApiKeyTable(IReadOnlyList<ApiKey> Keys, bool IsEverybodys);
