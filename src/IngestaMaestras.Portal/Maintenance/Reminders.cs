using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>Passwords of administrators, keys and certificates that somebody should renew or take back.</summary>
internal sealed class Reminders(
    AccountStore accounts, ApiKeyStore keys, Certificates certificates, MaintenanceOptions options, TimeProvider time)
{
    private const int UrgentDays = 7;

    public async Task<IReadOnlyList<Reminder>> FindAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return
        [
            .. certificates.Read().Where(c => c.ExpiresAt.ToUniversalTime() < now.AddDays(options.ReminderDays)).Select(c => Ending("Certificate", c.Name, c.ExpiresAt.ToUniversalTime(), null)),
            .. (await keys.ListAsync(null, ct)).Where(k => !k.IsRevoked).Select(OfKey).OfType<Reminder>(),
            .. (await accounts.ListAsync(ct)).Where(a => a is { IsDisabled: false, IsExternal: false, Role: Roles.Administrator }).Select(OfPassword).OfType<Reminder>(),
        ];

        Reminder Ending(string kind, string name, DateTime ends, string? page) => new(
            T(ends <= now ? $"Reports.{kind}Ended" : $"Reports.{kind}Ends", name, Day(ends)), ends < now.AddDays(UrgentDays), page);

        Reminder? OfKey(ApiKey key) => key switch
        {
            { ExpiresAt: { } ends } when ends < now.AddDays(options.ReminderDays) => Ending("Key", $"{key.AccountName} · {key.Name}", ends, "/usuarios"),
            { IsExpired: false } when (key.LastUsedAt ?? key.CreatedAt) < now.AddDays(-options.PasswordDays) =>
                new Reminder(T("Reports.KeyUnused", $"{key.AccountName} · {key.Name}", Days(key.LastUsedAt ?? key.CreatedAt)), false, "/usuarios"),
            { ExpiresAt: null } when key.CreatedAt < now.AddDays(-2 * options.PasswordDays) =>
                new Reminder(T("Reports.KeyOld", $"{key.AccountName} · {key.Name}", Days(key.CreatedAt)), false, "/usuarios"),
            _ => null,
        };

        Reminder? OfPassword(Account account) => account.MustChange
            ? new Reminder(T("Reports.PasswordFirst", account.Name), true, "/usuarios")
            : (account.PasswordChangedAt ?? account.CreatedAt) < now.AddDays(-options.PasswordDays)
                ? new Reminder(T("Reports.PasswordOld", account.Name, Days(account.PasswordChangedAt ?? account.CreatedAt)), false, "/usuarios")
                : null;

        string Days(DateTime since) => Show.Number((long)(now - since).TotalDays);
    }

    private static string Day(DateTime moment) => Show.DateText(DateOnly.FromDateTime(moment));
}
