using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Runs what failed, what is missing, or everything of a range of dates again, one date after another.</summary>
public sealed class RerunDatesKind(HubDatabase hub, DateOutcomes dates, FileForecast forecast, RunFollower runs) : IOperationKind
{
    public string Code => OperationKinds.RerunDates;

    public bool NeedsAdministrator(string parameters) => Read(parameters).Rollback;

    public bool NeedsReason(string parameters) => Read(parameters) is { Rollback: true } or { Which: DateSelection.All };

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var asked = Read(parameters);
        if (asked.From > asked.To || (asked.Dates?.Count ?? asked.To.DayNumber - asked.From.DayNumber + 1) > DatesParameters.MaxDays)
        {
            throw new OperationRefusedException(OperationMessages.Format("DatesRange", DatesParameters.MaxDays));
        }

        var days = asked.Dates?.Order().ToArray()
            ?? [.. Enumerable.Range(asked.From.DayNumber, asked.To.DayNumber - asked.From.DayNumber + 1).Select(DateOnly.FromDayNumber)];
        var outcomes = await dates.ReadAsync(days, ct);
        List<long> ids = [];
        List<PlannedItem> others = [];
        foreach (var outcome in outcomes)
        {
            foreach (var master in outcome.Masters.Where(m => asked.Maestras is null || asked.Maestras.Contains(m.Maestra, StringComparer.OrdinalIgnoreCase)))
            {
                var (files, skipped) = Choose(outcome.Date, master, asked);
                ids.AddRange(files);
                others.AddRange(skipped);
            }

            if (outcome.Masters.Count == 0)
            {
                others.Add(Nothing(outcome.Date, null, "DateNothing"));
            }
        }

        await using var connection = await hub.OpenAsync(ct);
        if (asked.Which != DateSelection.Failed)
        {
            ids.AddRange(await ListWaitingAsync(connection, days, asked, ct));
        }

        if (asked.RunId is { } runId)
        {
            var ofRun = (await connection.QueryAsync<long>(new CommandDefinition(
                "SELECT file_id FROM run_file WHERE run_id = @runId", new { runId }, cancellationToken: ct))).ToHashSet();
            ids.RemoveAll(id => !ofRun.Contains(id));
            others.Clear();
        }

        var items = await forecast.ListAsync(ids, run: true, asked.Rollback, asked.Force, ct);
        return PlanGroups.ByDate(
            [.. items.Concat(others).OrderBy(i => i.Date).ThenBy(i => i.Maestra is null).ThenBy(i => i.Maestra, StringComparer.Ordinal)], 0,
            asked.Rollback ? [OperationMessages.Format("RollbackNote")] : []);
    }

    public Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var asked = Read(work.Operation.Parameters);
        return runs.AdvanceAsync(work, new RunParameters { Force = asked.Force, Rollback = asked.Rollback }, ct);
    }

    private static DatesParameters Read(string parameters) => AuditLog.FromJson<DatesParameters>(parameters)!;

    private static (IEnumerable<long> Files, IEnumerable<PlannedItem> Skipped) Choose(DateOnly date, MasterOutcome master, DatesParameters asked) =>
        asked.Which switch
        {
            DateSelection.Failed => (master.Files.Where(f => f.IsFailed).Select(f => f.FileId), []),
            DateSelection.Missing => (
                [],
                master.Condition == MasterCondition.Missing ? [Nothing(date, master.Maestra, "DateMissing")] : []),
            // A rejects file follows from its origin, which makes another one when it has to.
            _ => (
                master.Files.Where(f => f.OriginFileId is null).Select(f => f.FileId),
                master.Files.Count == 0 && master.Condition == MasterCondition.Missing ? [Nothing(date, master.Maestra, "DateMissing")] : []),
        };

    private static PlannedItem Nothing(DateOnly date, string? maestra, string why) => new(
        $"nothing:{date:yyyy-MM-dd}/{maestra}", why, maestra ?? OperationMessages.Format("WholeDate"), OperationMessages.Format(why), IsSkipped: true,
        Date: date, Maestra: maestra);

    private static Task<IEnumerable<long>> ListWaitingAsync(NpgsqlConnection connection, DateOnly[] days, DatesParameters asked, CancellationToken ct) =>
        connection.QueryAsync<long>(new CommandDefinition(
            $"""
            SELECT f.file_id FROM file f
             WHERE {FileSql.IsWaiting("f")} AND f.fecha_proceso = ANY(@days) AND (@Maestras::text[] IS NULL OR f.maestra = ANY(@Maestras))
            """,
            new { days, Maestras = asked.Maestras?.Select(m => m.ToUpperInvariant()).ToArray() },
            cancellationToken: ct));
}
