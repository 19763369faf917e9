using System.Text.RegularExpressions;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using Microsoft.AspNetCore.Identity;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Access;

/// <summary>What is done to accounts, by administrators, the command line and their owners. Everything is audited; passwords never are.</summary>
public sealed partial class AccountOperations(AccountStore accounts, IPasswordHasher<Account> hasher, HubDatabase hub)
{
    /// <param name="password">The first password; null: one is made up.</param>
    /// <param name="mustChange">It has to be changed at the first sign-in.</param>
    public async Task<(OperationResult Result, string? Password)> AddAsync(
        string name, string role, string? password, bool mustChange, string user, CancellationToken ct)
    {
        var made = password ?? PasswordRules.Generate();
        var problem = !NamePattern().IsMatch(name) ? T("Access.BadName")
            : Roles.PermissionOf(role) is null ? T("Access.BadRole", role, string.Join(", ", Roles.All))
            : FindProblem(made, name);
        var result = problem is not null ? new OperationResult(false, problem)
            : await accounts.AddAsync(name, role, hasher.HashPassword(Some(name, role), made), null, mustChange, user, ct)
                ? new OperationResult(true, T("Access.Added", name.ToLowerInvariant(), role))
                : new OperationResult(false, T("Access.NameTaken", name.ToLowerInvariant()));
        await OperationAudit.WriteAsync(hub, "cuenta_crear", user, result, new { Name = name, Role = role }, null, ct);
        return (result, result.Done && password is null ? made : null);
    }

    /// <summary>Gives the account a new password, which has to be changed, ends its sessions and forgives failed sign-ins.</summary>
    public async Task<(OperationResult Result, string? Password)> ResetAsync(string name, string? password, bool mustChange, string user, CancellationToken ct)
    {
        var made = password ?? PasswordRules.Generate();
        var account = await accounts.FindAsync(name, ct);
        var problem = account is null ? T("Access.NoAccount", name) : account.IsExternal ? T("Access.IsExternal", account.Name) : FindProblem(made, name);
        if (problem is null)
        {
            await accounts.SetPasswordAsync(account!.AccountId, hasher.HashPassword(account, made), mustChange, ct);
        }

        var result = new OperationResult(problem is null, problem ?? T("Access.WasReset", account!.Name));
        await OperationAudit.WriteAsync(hub, "cuenta_clave_nueva", user, result, new { Name = name }, null, ct);
        return (result, result.Done && password is null ? made : null);
    }

    /// <summary>The owner chooses another password; he knows the old one.</summary>
    public async Task<OperationResult> ChangePasswordAsync(long accountId, string current, string wanted, CancellationToken ct)
    {
        var account = await accounts.FindAsync(accountId, ct);
        var problem = account?.PasswordHash is null ? T("Access.NoPassword")
            : hasher.VerifyHashedPassword(account, account.PasswordHash, current) == PasswordVerificationResult.Failed ? T("Access.WrongCurrent")
            : current == wanted ? T("Access.SamePassword")
            : FindProblem(wanted, account.Name);
        if (problem is null)
        {
            await accounts.SetPasswordAsync(accountId, hasher.HashPassword(account!, wanted), mustChange: false, ct);
        }

        var result = new OperationResult(problem is null, problem ?? T("Access.PasswordChanged"));
        await OperationAudit.WriteAsync(hub, "cuenta_clave_propia", account?.Name ?? "", result, new { account?.Name }, null, ct);
        return result;
    }

    public Task<OperationResult> SetRoleAsync(string name, string role, string user, CancellationToken ct) => ChangeAsync(
        "cuenta_rol", name, user,
        a => Roles.PermissionOf(role) is null ? T("Access.BadRole", role, string.Join(", ", Roles.All)) : a.IsExternal ? T("Access.IsExternal", a.Name) : null,
        async a => await accounts.SetRoleAsync(a.AccountId, role, ct) ? T("Access.RoleSet", a.Name, role) : null, new { Role = role }, ct);

    public Task<OperationResult> DisableAsync(string name, string user, CancellationToken ct) => ChangeAsync(
        "cuenta_desactivar", name, user,
        a => a.Name == user ? T("Access.NotYourself") : null,
        async a => await accounts.DisableAsync(a.AccountId, ct) ? T("Access.Disabled", a.Name) : null, null, ct);

    public Task<OperationResult> EnableAsync(string name, string user, CancellationToken ct) => ChangeAsync(
        "cuenta_activar", name, user, _ => null,
        async a => await accounts.EnableAsync(a.AccountId, ct) ? T("Access.Enabled", a.Name) : null, null, ct);

    public Task<OperationResult> EndSessionsAsync(string name, string user, CancellationToken ct) => ChangeAsync(
        "cuenta_cerrar_sesiones", name, user, _ => null,
        async a => await accounts.EndSessionsAsync(a.AccountId, ct) ? T("Access.SessionsEnded", a.Name) : null, null, ct);

    /// <param name="change">Gives the sentence about what was done; null: refused, because nobody would be left to manage accounts.</param>
    private async Task<OperationResult> ChangeAsync(
        string action, string name, string user, Func<Account, string?> findProblem, Func<Account, Task<string?>> change, object? more, CancellationToken ct)
    {
        var account = await accounts.FindAsync(name, ct);
        var problem = account is null ? T("Access.NoAccount", name) : findProblem(account);
        var done = problem is null ? await change(account!) : null;
        OperationResult result = new(done is not null, done ?? problem ?? T("Access.LastAdministrator"));
        await OperationAudit.WriteAsync(
            hub, action, user, result, new { Name = name },
            account is null ? more : new { Before = new { account.Role, account.IsDisabled }, After = more }, ct);
        return result;
    }

    private static string? FindProblem(string password, string name) => PasswordRules.FindProblem(password, name) is { } key
        ? T($"Access.{key}", PasswordRules.MinLength, PasswordRules.MaxLength)
        : null;

    private static Account Some(string name, string role) => new() { Name = name, Role = role };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
