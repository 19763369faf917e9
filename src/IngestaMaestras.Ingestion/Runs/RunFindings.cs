using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>What a run notes besides its files' outcomes: who is missing, late, waiting, arriving.</summary>
public sealed class RunFindings(
    Func<LayoutSet> layouts, Func<IReadOnlyList<LayoutProblem>> layoutProblems, ArrivalWatcher arrivals, BusinessCalendar calendar,
    TimeProvider time)
{
    /// <summary>Adds a finding; the same one again renews its message.</summary>
    public static Task<int> AddAsync(
        NpgsqlConnection connection, long runId, string finding, string? maestra, string? fileName, string message, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO run_finding (run_id, finding, maestra, file_name, message)
            VALUES (@runId, @finding, coalesce(@maestra, ''), coalesce(@fileName, ''), @message)
            ON CONFLICT (run_id, finding, maestra, file_name) DO UPDATE SET message = excluded.message, found_at = now()
            """,
            new { runId, finding, maestra, fileName, message },
            cancellationToken: ct));

    /// <summary>What the look at input showed when the run took its files.</summary>
    public async Task NoteArrivalsAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM run_finding WHERE run_id = @RunId AND finding = ANY(@Passing)",
            new { run.RunId, Passing = new[] { Finding.Arriving, Finding.Future, Finding.Paused, Finding.Odd, Finding.Layout } },
            cancellationToken: ct));
        await NoteLateAsync(connection, run, ct);
        if (run.ReadParameters().FileIds is not null)
        {
            return;
        }

        foreach (var problem in layoutProblems().Where(p => !p.IsWarning))
        {
            await AddAsync(connection, run.RunId, Finding.Layout, problem.Maestra, problem.File, problem.ToString(), ct);
        }

        foreach (var file in arrivals.Look().Where(f => !f.HasArrived))
        {
            await AddAsync(connection, run.RunId, Finding.Arriving, null, file.Name, HubMessages.Format("ArrivingFile", file.Name), ct);
        }

        foreach (var entry in arrivals.OddEntries())
        {
            await AddAsync(connection, run.RunId, Finding.Odd, null, entry, HubMessages.Format("OddEntry", entry), ct);
        }

        await NoteWaitingAsync(connection, run, ct);
    }

    /// <summary>The masters expected for the run's date of which nothing came; noted in <c>error_log</c> too.</summary>
    /// <returns>Whether any is missing.</returns>
    public async Task<bool> NoteMissingAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var missing = await FindMissingAsync(connection, run, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM run_finding WHERE run_id = @RunId AND finding = @Kind;
            UPDATE error_log SET resolved_at = now(), resolved_by = @By
             WHERE fecha_proceso = @FechaProceso AND error_type = @Type AND resolved_at IS NULL AND NOT maestra = ANY(@Absent);
            """,
            new
            {
                run.RunId,
                run.FechaProceso,
                Kind = Finding.Missing,
                Type = ErrorType.MissingFile,
                By = HubMessages.Format("ResolvedBySystem", run.RunId),
                Absent = missing,
            },
            cancellationToken: ct));
        foreach (var maestra in missing)
        {
            var message = HubMessages.Format("MissingFile", maestra, run.FechaProceso);
            await AddAsync(connection, run.RunId, Finding.Missing, maestra, null, message, ct);
            await LogOnceAsync(connection, run, ErrorType.MissingFile, maestra, null, null, message, ct);
        }

        return missing.Length > 0;
    }

    /// <summary>Files with more rejected records than their layout's alert level.</summary>
    public static async Task NoteHighRejectsAsync(NpgsqlConnection connection, RunRow run, LayoutSet layouts, CancellationToken ct)
    {
        var files = await connection.QueryAsync<(string Maestra, string Name, long Rejected, long Read)>(new CommandDefinition(
            """
            SELECT f.maestra, f.file_name, rf.rejected_count, rf.read_count
              FROM run_file rf JOIN file f USING (file_id) WHERE rf.run_id = @RunId AND rf.alert
            """,
            new { run.RunId },
            cancellationToken: ct));
        foreach (var (maestra, name, rejected, read) in files)
        {
            await AddAsync(
                connection, run.RunId, Finding.HighRejects, maestra, name,
                HubMessages.HighRejects(name, rejected, read, layouts.Find(maestra)?.AlertThreshold ?? 0), ct);
        }
    }

    private async Task<string[]> FindMissingAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var parameters = run.ReadParameters();
        if (parameters.FileIds is not null || await IsBeforeInstallationAsync(connection, run, ct))
        {
            return [];
        }

        var present = await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            SELECT DISTINCT maestra FROM file WHERE fecha_proceso = @FechaProceso AND maestra IS NOT NULL AND location <> 'gone'
            UNION
            SELECT scope FROM pause WHERE scope <> '{PauseSql.Schedule}' AND (until_date IS NULL OR until_date >= @FechaProceso)
            """,
            new { run.FechaProceso },
            cancellationToken: ct));
        var arriving = arrivals.Look()
            .Where(f => !f.HasArrived)
            .Select(f => FileNameMatcher.Match(f.Name, layouts()))
            .Where(m => m.Layout is not null && (m.BusinessDate ?? run.FechaProceso) == run.FechaProceso)
            .Select(m => m.Layout!.Maestra);
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), calendar.Zone);
        return
        [
            .. layouts().All
                .Where(l => l.ExpectedDaily && (parameters.Maestras?.Contains(l.Maestra, StringComparer.OrdinalIgnoreCase) ?? true))
                // A file with a deadline of its own is missing only after it.
                .Where(l => l.Deadline is null || local >= calendar.At(run.FechaProceso, l.Deadline.Value))
                .Select(l => l.Maestra)
                .Except(present.Concat(arriving), StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>A stray file of a date before this installation says nothing about the other masters of that date.</summary>
    private async Task<bool> IsBeforeInstallationAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var installed = await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition(
            "SELECT installed_at FROM installation", cancellationToken: ct));
        return run.Trigger == RunTrigger.CatchUp.Code() && run.FechaProceso < calendar.LocalDate(installed);
    }

    /// <summary>Late: first seen after its layout's own deadline, or after the closing time of a night that had its scheduled run.</summary>
    private async Task NoteLateAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var files = await connection.QueryAsync<(long FileId, string? Maestra, string Name, DateOnly Date, DateTime Seen, bool Scheduled)>(
            new CommandDefinition(
                """
                SELECT f.file_id, f.maestra, f.file_name, f.fecha_proceso, f.first_seen_at,
                       EXISTS (SELECT 1 FROM run s WHERE s.fecha_proceso = f.fecha_proceso AND s.trigger = 'schedule'
                                  AND s.started_at < f.first_seen_at)
                  FROM run_file rf JOIN file f USING (file_id)
                 WHERE rf.run_id = @RunId AND f.origin_file_id IS NULL AND f.root_file_id = f.file_id
                """,
                new { run.RunId },
                cancellationToken: ct));
        foreach (var file in files)
        {
            var limit = file.Maestra is { } m && layouts().Find(m)?.Deadline is { } own ? own
                : file.Scheduled ? calendar.ClosingTime : (TimeOnly?)null;
            if (limit is { } time && file.Seen > calendar.At(file.Date, time).UtcDateTime)
            {
                var seen = TimeZoneInfo.ConvertTime(new DateTimeOffset(file.Seen, TimeSpan.Zero), calendar.Zone);
                var message = HubMessages.Format("LateFile", file.Name, seen.ToString("yyyy-MM-dd HH:mm", null), time.ToString("HH:mm", null));
                await AddAsync(connection, run.RunId, Finding.Late, file.Maestra, file.Name, message, ct);
                await LogOnceAsync(connection, run, ErrorType.LateFile, file.Maestra, file.Name, file.FileId, message, ct);
            }
        }
    }

    private static async Task NoteWaitingAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var waiting = await connection.QueryAsync<(string? Maestra, string Name, DateOnly Date, bool Paused)>(new CommandDefinition(
            $"""
            SELECT f.maestra, f.file_name, f.fecha_proceso, {PauseSql.IsPaused("f")}
              FROM file f WHERE {FileSql.IsWaiting("f")}
            """,
            cancellationToken: ct));
        foreach (var (maestra, name, date, paused) in waiting)
        {
            if (paused)
            {
                await AddAsync(connection, run.RunId, Finding.Paused, maestra, name, HubMessages.Format("PausedFile", name, maestra), ct);
            }
            else if (date > run.FechaProceso)
            {
                await AddAsync(connection, run.RunId, Finding.Future, maestra, name, HubMessages.Format("FutureFile", name, date), ct);
            }
        }
    }

    private static Task<int> LogOnceAsync(
        NpgsqlConnection connection, RunRow run, string type, string? maestra, string? fileName, long? fileId, string message,
        CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        """
        INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, file_name, message, run_id, file_id)
        SELECT @FechaProceso, @type, 'aviso', @maestra, @fileName, @message, @RunId, @fileId
         WHERE NOT EXISTS (SELECT 1 FROM error_log
                            WHERE fecha_proceso = @FechaProceso AND error_type = @type AND maestra IS NOT DISTINCT FROM @maestra
                              AND file_name IS NOT DISTINCT FROM @fileName AND resolved_at IS NULL)
        """,
        new { run.FechaProceso, type, maestra, fileName, message, run.RunId, fileId },
        cancellationToken: ct));
}
