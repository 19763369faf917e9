using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>A week in words and tables, as people read it.</summary>
internal static class WeeklyDocument
{
    private const int FewErrors = 10;

    /// <summary>Share of the disk below which it is told as something to look at.</summary>
    private const double LittleDisk = 0.1;

    public static ReportDocument Of(WeeklyFigures week, IReadOnlyList<Reminder> reminders)
    {
        ReportSection[] sections =
        [
            Runs(week), Longest(week), Steps(week), Errors(week), Volumes(week), Machines(week), Database(week), Topics(week), Tasks(week), Reminding(reminders),
        ];
        var marked = sections.Sum(s => s.Rows.Count(r => r.IsMarked));
        return new ReportDocument(
            T("Reports.WeekTitle", Show.DateText(week.From), Show.DateText(week.To)),
            week.Runs.Count == 0 ? T("Reports.WeekEmpty") : Plural("Reports.WeekIntro", marked, marked), sections);
    }

    private static ReportSection Runs(WeeklyFigures week)
    {
        var (now, before) = (week.Runs, week.RunsBefore);
        ReportRow Count(string name, long a, long b, bool isBad = false) =>
            new([T($"Reports.Runs{name}"), Show.Number(a), Show.Number(b), Signed(a - b)], isBad && a > 0);
        ReportRow Time(string name, double? a, double? b) =>
            new([T($"Reports.Runs{name}"), Seconds(a), Seconds(b), Change(a, b)], a > 1.5 * b && a - b > 10);
        return Table(
            "Runs", null, ["Measure", "ThisWeek", "WeekBefore", "Change"],
            [
                Count("All", now.Count, before.Count), Count("Succeeded", now.Succeeded, before.Succeeded), Count("Partial", now.Partial, before.Partial, true),
                Count("Failed", now.Failed, before.Failed, true), Time("Median", now.MedianSeconds, before.MedianSeconds), Time("Max", now.MaxSeconds, before.MaxSeconds),
            ]);
    }

    private static ReportSection Longest(WeeklyFigures week) => Table(
        "Longest", null, ["Run", "Date", "State", "Duration"],
        [
            .. week.Longest.Select(r => new ReportRow(
                [T("Shared.RunNumber", r.RunId), Show.DateText(r.FechaProceso), StateLabels.Of(StateCodes.ToRunStatus(r.Status)), Seconds(r.Seconds)],
                Link: $"/ejecuciones/{r.RunId.ToString(CultureInfo.InvariantCulture)}")),
        ]);

    private static ReportSection Steps(WeeklyFigures week) => Table(
        "Steps", null, ["Step", "Succeeded", "FailedOnes", "Success", "SuccessBefore", "Retried"],
        [
            .. week.Steps.Where(s => s.Succeeded + s.Failed > 0).Select(s => new ReportRow(
                [
                    StateLabels.OfStep(s.Step), Show.Number(s.Succeeded), Show.Number(s.Failed), Share(s.Succeeded, s.Failed),
                    Share(s.SucceededBefore, s.FailedBefore), Show.Number(s.Retried),
                ],
                s.Failed > 0)),
        ]);

    private static ReportSection Errors(WeeklyFigures week) => Table(
        "Errors", null, ["Master", "Type", "ThisWeek", "WeekBefore", "Change"],
        [
            .. week.Errors.Select(e => new ReportRow(
                [e.Maestra.Length > 0 ? e.Maestra : T("Shared.UnknownMaster"), e.ErrorType, Show.Number(e.Count), Show.Number(e.Before), Signed(e.Count - e.Before)],
                // The first week has nothing that it could be more than.
                week.RunsBefore.Count > 0 && e.Count - e.Before >= FewErrors && e.Count > 1.5 * e.Before,
                Address.Of(
                    "/errores", ("maestra", e.Maestra.Length > 0 ? e.Maestra : null), ("tipo", e.ErrorType), ("desde", Show.Iso(week.From)), ("hasta", Show.Iso(week.To))))),
        ]);

    private static ReportSection Volumes(WeeklyFigures week) => Table(
        "Volumes", T("Reports.VolumesNote"), ["Master", "Files", "LastRead", "Usual", "Change", "Remark"],
        [
            .. week.Volumes.Select(v => new ReportRow(
                [
                    v.Maestra, Show.Number(v.Files), Show.Number(v.Last), v.Usual is { } usual ? Show.Number((long)usual) : T("Reports.TooFew"), Change(v.Last, v.Usual),
                    string.Join("; ", v.Unusual.Select(u => T(u.IsFar ? "Reports.UnusualFar" : "Reports.UnusualHalf", u.FileName, Show.Number(u.Records)))),
                ],
                v.Unusual.Count > 0, $"/maestras/{Uri.EscapeDataString(v.Maestra)}")),
        ]);

    private static ReportSection Machines(WeeklyFigures week) => Table(
        "Machines", null, ["Machine", "CpuMean", "CpuMax", "MemoryMean", "MemoryMax", "DiskFree", "DiskChange"],
        [
            .. week.Machines.Select(m => new ReportRow(
                [
                    m.Machine, Percent(m.CpuMean), Percent(m.CpuMax), Percent(m.MemoryMean), Percent(m.MemoryMax),
                    $"{Bytes(m.DiskFreeLast)} ({Percent(m.DiskFreeLast / m.DiskTotal)})", BytesSigned(m.DiskFreeLast - m.DiskFreeFirst),
                ],
                m.DiskFreeLast / m.DiskTotal < LittleDisk)),
        ]);

    private static ReportSection Database(WeeklyFigures week) => Table(
        "Database", T("Reports.DatabaseNote"), ["Table", "First", "Last", "Change"],
        [
            .. (week.Database is { } all ? new[] { all with { Subject = T("Reports.WholeDatabase") } } : []).Concat(week.Tables)
                .Select(t => new ReportRow([t.Subject, Bytes(t.First), Bytes(t.Last), BytesSigned(t.Growth)])),
        ]);

    private static ReportSection Topics(WeeklyFigures week)
    {
        var lags = week.Lags.Select(l => (Parts: l.Subject.Split(' ', 2), l.Last)).ToLookup(l => l.Parts[1], l => $"{l.Parts[0]}: {Show.Number((long)l.Last)}");
        return Table(
            "Topics", T("Reports.TopicsNote"), ["Topic", "Messages", "InTheWeek", "Size", "Lag"],
            [
                .. week.Topics.Select(t => new ReportRow(
                    [
                        t.Subject, Show.Number((long)t.Last),
                        // A cluster that keeps nothing begins again with each start.
                        t.Growth < 0 ? T("Reports.NewCluster") : Signed((long)t.Growth),
                        T("Reports.ClusterSilent"), lags[t.Subject].Any() ? string.Join("; ", lags[t.Subject]) : T("Reports.NoGroups"),
                    ])),
            ]);
    }

    private static ReportSection Tasks(WeeklyFigures week) => Table(
        "Tasks", null, ["Task", "FailedOnes", "Warned", "Message"],
        [
            .. week.Tasks.Select(t => new ReportRow(
                [MaintenanceRunner.TitleOf(t.Task), Show.Number(t.Failed), Show.Number(t.Warned), t.LastMessage ?? ""], true, "/mantenimiento")),
        ]);

    private static ReportSection Reminding(IReadOnlyList<Reminder> reminders) => Table(
        "Reminders", null, ["Reminder"], [.. reminders.Select(r => new ReportRow([r.Text], r.IsUrgent, r.Page))]);

    private static ReportSection Table(string name, string? note, string[] columns, IReadOnlyList<ReportRow> rows) => rows.Count == 0
        ? new ReportSection(T($"Reports.Title{name}"), T($"Reports.None{name}"), [], [])
        : new ReportSection(T($"Reports.Title{name}"), note, [.. columns.Select(c => T($"Reports.Col{c}"))], rows);

    private static string Seconds(double? seconds) => Show.Duration(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    private static string Signed(long change) => change.ToString("+#,0;-#,0;0", CultureInfo.CurrentCulture);

    private static string Change(double? now, double? before) =>
        now is { } a && before is { } b and > 0 ? ((a / b) - 1).ToString("+0.0 %;-0.0 %;0 %", CultureInfo.CurrentCulture) : Show.Nothing;

    private static string Share(long good, long bad) => good + bad == 0 ? Show.Nothing : Show.Percent((double)good / (good + bad));

    private static string Percent(double? share) => share is { } s ? Show.Percent(s) : Show.Nothing;

    private static string Bytes(double? bytes) => Show.Size((long?)bytes);

    private static string BytesSigned(double? bytes) => bytes is { } b ? (b < 0 ? "-" : "+") + Show.Size((long)Math.Abs(b)) : Show.Nothing;
}
