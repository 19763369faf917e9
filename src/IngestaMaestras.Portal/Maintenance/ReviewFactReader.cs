using System.Reflection;
using System.Runtime.InteropServices;
using Dapper;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Observability.Alerts;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>What the program can tell about each point of the monthly review, and what changed since the last one.</summary>
internal sealed class ReviewFactReader(
    HubDatabase hub, IConfiguration configuration, LayoutStore layouts, MaintenanceRunner maintenance, AccountStore accounts, Reminders reminders,
    AlertOptions alerts, DataFolders folders, BackupFolder backups, Show show)
{
    public async Task<ReviewFacts> ReadAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return new ReviewFacts(
            ChangedSettings.Read(configuration),
            layouts.Current.All.ToDictionary(l => l.Maestra, l => l.Fingerprint),
            new Dictionary<string, string>
            {
                ["IngestaMaestras"] = typeof(ReviewFactReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
                [".NET"] = Environment.Version.ToString(),
                ["PostgreSQL"] = await connection.ExecuteScalarAsync<string>(new CommandDefinition("SELECT current_setting('server_version')", cancellationToken: ct)) ?? "",
                ["librdkafka"] = Confluent.Kafka.Library.VersionString,
                ["Npgsql"] = typeof(Npgsql.NpgsqlConnection).Assembly.GetName().Version!.ToString(3),
                ["Hangfire"] = typeof(Hangfire.BackgroundJob).Assembly.GetName().Version!.ToString(3),
                [T("Maintenance.System")] = RuntimeInformation.OSDescription,
            });
    }

    /// <summary>Sentences beside each point.</summary>
    /// <param name="last">What was known at the last review; null: there was none.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeAsync(ReviewFacts now, ReviewFacts? last, CancellationToken ct)
    {
        var tasks = await maintenance.ListAsync(ct);
        var found = await reminders.FindAsync(ct);
        var everybody = await accounts.ListAsync(ct);
        DriveInfo drive = new(folders.Root);
        return new Dictionary<string, IReadOnlyList<string>>
        {
            ["ajustes"] = [.. Since(now.Settings, last?.Settings), .. now.Settings.Select(s => $"{s.Key} = {s.Value}")],
            ["layouts"] = [T("Maintenance.LayoutCount", now.Layouts.Count), .. Since(now.Layouts, last?.Layouts, showValues: false)],
            ["versiones"] = [.. Since(now.Versions, last?.Versions), .. now.Versions.Select(v => $"{v.Key} {v.Value}")],
            ["respaldos"] = [T("Maintenance.BackupCount", (await backups.ListAsync(ct)).Count), .. tasks.Where(t => t.Task is "respaldo" or "archivo-historico").Select(Describe)],
            ["accesos"] = [T("Maintenance.AccountCount", everybody.Count(a => !a.IsDisabled), everybody.Count(a => a is { IsDisabled: false, Role: Roles.Administrator })), .. found.Select(r => r.Text)],
            ["avisos"] =
            [
                T(alerts.PrometheusUrl.Length > 0 ? "Maintenance.AlertsPrometheus" : alerts.HasMail || alerts.HasWebhook ? "Maintenance.AlertsOwn" : "Maintenance.AlertsNone"),
            ],
            ["espacio"] = [T("Maintenance.DiskLeft", Show.Size(drive.AvailableFreeSpace), Show.Size(drive.TotalSize), Show.Percent((double)drive.AvailableFreeSpace / drive.TotalSize))],
            ["mantenimiento"] = [.. tasks.Where(t => t.Outcome is "failed" or "warning").Select(Describe).DefaultIfEmpty(T("Maintenance.AllWell"))],
        };
    }

    private string Describe(MaintenanceItem item) => item.StartedAt is { } at
        ? $"{item.Title}: {T($"Maintenance.Outcome_{item.Outcome}")}, {Show.DateText(DateOnly.FromDateTime(show.Local(at)))}. {item.Message}"
        : $"{item.Title}: {T("Maintenance.Outcome_never")}.";

    private static IEnumerable<string> Since(IReadOnlyDictionary<string, string> now, IReadOnlyDictionary<string, string>? last, bool showValues = true)
    {
        if (last is null)
        {
            return [T("Maintenance.FirstReview")];
        }

        return now.Keys.Union(last.Keys).Order(StringComparer.Ordinal)
            .Where(k => now.GetValueOrDefault(k) != last.GetValueOrDefault(k))
            .Select(k => (now.GetValueOrDefault(k), last.GetValueOrDefault(k)) switch
            {
                (null, _) => T("Maintenance.SinceGone", k),
                (_, null) => T("Maintenance.SinceNew", k),
                var (a, b) => showValues ? T("Maintenance.SinceChangedFrom", k, b, a) : T("Maintenance.SinceChanged", k),
            })
            .DefaultIfEmpty(T("Maintenance.SinceNothing"));
    }
}
