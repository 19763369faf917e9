using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Access;

/// <summary>Usuarios: the accounts, for administrators.</summary>
[Requires(Permission.Administer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class UsersModel(AccountStore accounts, AccountOperations operations, ApiKeyStore keys, ApiKeyOperations keyOperations) : PortalPage
{
    private const string Here = "/usuarios";

    /// <summary>Where a made-up password waits to be shown, once: in a cookie that only this program can read.</summary>
    private const string MadeUp = "made-up";

    public IReadOnlyList<Account> Accounts { get; private set; } = [];

    /// <summary>Everybody's.</summary>
    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>A password that was made up just now, and whose; null: none was.</summary>
    public (string Name, string Password)? Fresh { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Accounts = await accounts.ListAsync(ct);
        Keys = await keys.ListAsync(null, ct);
        Fresh = TempData[MadeUp] is string[] { Length: 2 } pair ? (pair[0], pair[1]) : null;
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostAddAsync([FromForm(Name = "usuario")] string? name, [FromForm(Name = "rol")] string? role, CancellationToken ct)
    {
        var (result, password) = await operations.AddAsync(name?.Trim() ?? "", role ?? "", null, mustChange: true, UserName, ct);
        return Show(result, name, password);
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostResetAsync([FromForm(Name = "usuario")] string? name, CancellationToken ct)
    {
        var (result, password) = await operations.ResetAsync(name ?? "", null, mustChange: true, UserName, ct);
        return Show(result, name, password);
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostRoleAsync([FromForm(Name = "usuario")] string? name, [FromForm(Name = "rol")] string? role, CancellationToken ct) =>
        Back(await operations.SetRoleAsync(name ?? "", role ?? "", UserName, ct), Here);

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostDisableAsync([FromForm(Name = "usuario")] string? name, CancellationToken ct) =>
        Back(await operations.DisableAsync(name ?? "", UserName, ct), Here);

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostEnableAsync([FromForm(Name = "usuario")] string? name, CancellationToken ct) =>
        Back(await operations.EnableAsync(name ?? "", UserName, ct), Here);

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostSessionsAsync([FromForm(Name = "usuario")] string? name, CancellationToken ct) =>
        Back(await operations.EndSessionsAsync(name ?? "", UserName, ct), Here);

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostRevokeKeyAsync([FromForm(Name = "clave")] long keyId, CancellationToken ct) =>
        Back(await keyOperations.RevokeAsync(keyId, null, UserName, ct), Here);

    private IActionResult Show(OperationResult result, string? name, string? password)
    {
        if (password is not null)
        {
            TempData[MadeUp] = new[] { name!.Trim().ToLowerInvariant(), password };
        }

        return Back(result, Here);
    }
}
