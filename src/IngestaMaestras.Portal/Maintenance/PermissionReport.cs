using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>Who may do what and uses it: accounts, roles, keys, last use.</summary>
internal sealed class PermissionReport(AccountStore accounts, ApiKeyStore keys, Show show)
{
    /// <summary>Whoever has not been here for that long may not need it any more.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromDays(90);

    public async Task<ReportDocument> MakeAsync(CancellationToken ct)
    {
        var everybody = await accounts.ListAsync(ct);
        var all = await keys.ListAsync(null, ct);
        return new ReportDocument(
            T("Reports.PermissionTitle", Moment(show.Now.UtcDateTime)), T("Reports.PermissionIntro", everybody.Count(a => !a.IsDisabled), all.Count(k => k.IsActive)),
            [
                new ReportSection(
                    T("Reports.TitleRoles"), null, [T("Reports.ColRole"), T("Reports.ColMay"), T("Reports.ColAccounts")],
                    [
                        .. Roles.All.Select(r => new ReportRow(
                            [T($"Access.Role_{r}"), T($"Reports.May_{r}"), Show.Number(everybody.Count(a => a.Role == r && !a.IsDisabled))])),
                    ]),
                new ReportSection(
                    T("Reports.TitleAccounts"), T("Reports.AccountsNote", (int)Unused.TotalDays),
                    [
                        T("Reports.ColAccount"), T("Reports.ColRole"), T("Reports.ColState"), T("Reports.ColCreated"), T("Reports.ColLastUse"), T("Reports.ColPassword"),
                        T("Reports.ColKeys"),
                    ],
                    [.. everybody.Select(a => Row(a, all.Count(k => k.AccountId == a.AccountId && k.IsActive)))]),
                all.Count == 0
                    ? new ReportSection(T("Reports.TitleKeys"), T("Reports.NoneKeys"), [], [])
                    : new ReportSection(
                        T("Reports.TitleKeys"), null,
                        [
                            T("Reports.ColKey"), T("Reports.ColAccount"), T("Reports.ColRole"), T("Reports.ColState"), T("Reports.ColCreated"), T("Reports.ColExpires"),
                            T("Reports.ColLastUse"),
                        ],
                        [.. all.Select(k => Row(k, everybody.First(a => a.AccountId == k.AccountId)))]),
            ]);
    }

    private ReportRow Row(Account account, int activeKeys) => new(
        [
            account.Name, T($"Access.Role_{account.Role}"),
            T(account.IsDisabled ? "Access.StateDisabled" : account.LockedUntil is not null ? "Access.StateLocked" : "Access.StateActive")
                + (account.IsExternal ? $" · {T("Access.External")}" : ""),
            Moment(account.CreatedAt), Moment(account.LastSignInAt), account.IsExternal ? Show.Nothing : Moment(account.PasswordChangedAt), Show.Number(activeKeys),
        ],
        !account.IsDisabled && IsUnused(account.LastSignInAt ?? account.CreatedAt) && activeKeys == 0);

    private ReportRow Row(ApiKey key, Account account) => new(
        [
            $"{key.Name} ({key.Prefix}…)", account.Name, T($"Access.Role_{account.Role}"),
            T(key.IsRevoked ? "Reports.KeyRevoked" : key.IsExpired ? "Reports.KeyExpired" : account.IsDisabled ? "Access.StateDisabled" : "Access.StateActive"),
            Moment(key.CreatedAt), Moment(key.ExpiresAt), Moment(key.LastUsedAt),
        ],
        key.IsActive && IsUnused(key.LastUsedAt ?? key.CreatedAt));

    private bool IsUnused(DateTime since) => show.Now.UtcDateTime - since > Unused;

    private string Moment(DateTime? utc) => utc is { } moment ? show.Local(moment).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) : Show.Nothing;
}
