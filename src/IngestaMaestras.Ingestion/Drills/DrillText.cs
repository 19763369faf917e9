using System.Globalization;
using System.Text;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>A drill's report for people, as Markdown.</summary>
internal static class DrillText
{
    public static string Write(DrillReport report, DateTime localTime)
    {
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append('\n');

        Line($"# {DrillMessages.Format("ReportTitle", localTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))}");
        Line("");
        Line(DrillMessages.Format(report.Passed ? "ReportPassed" : "ReportFailed"));
        Line("");
        Line(DrillMessages.Format(
            "ReportBackup", report.Backup, report.BackupTakenAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), report.HubIdentity));
        Line(DrillMessages.Format("ReportProgram", report.ProgramVersion, Seconds((report.EndedAt - report.StartedAt).TotalSeconds)));
        foreach (var part in report.Parts)
        {
            Line("");
            Line($"## {part.Title}: {DrillMessages.Format($"Outcome_{part.Outcome}")}");
            Line("");
            Line($"{part.Summary} ({Seconds(part.Seconds)})");
            if (part.Details.Count > 0)
            {
                Line("");
                foreach (var detail in part.Details)
                {
                    Line($"- {detail}");
                }
            }
        }

        return text.ToString();
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
