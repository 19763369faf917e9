using Microsoft.AspNetCore.Identity;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Access;

/// <summary>An installation without accounts gets one, whose password is shown once: nobody could sign in otherwise.</summary>
internal sealed class FirstAccount(AccountStore accounts, IPasswordHasher<Account> hasher, AccessOptions options)
{
    public const string Name = "admin";

    public async Task EnsureAsync(CancellationToken ct)
    {
        if (await accounts.AnyAsync(ct))
        {
            return;
        }

        var password = options.AdminPassword.Length > 0 ? options.AdminPassword : PasswordRules.Generate();
        Account account = new() { Name = Name, Role = Roles.Administrator };
        if (await accounts.AddFirstAsync(Name, hasher.HashPassword(account, password), ct))
        {
            // To standard output, which is for results; the log keeps no passwords.
            await Console.Out.WriteLineAsync(options.AdminPassword.Length > 0 ? T("Access.FirstFromSetting", Name) : T("Access.FirstMadeUp", Name, password));
        }
    }
}
