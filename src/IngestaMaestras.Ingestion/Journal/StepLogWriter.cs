using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Journal;

/// <summary>Writes <c>step_log</c>, many lines in one statement.</summary>
public static class StepLogWriter
{
    public static Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<StepLogLine> lines, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO db_masterdatahub.step_log (at, level, run_id, file_id, step, attempt, worker_id, message, exception)
            SELECT * FROM unnest(@At::timestamptz[], @Level::text[], @RunId::bigint[], @FileId::bigint[], @Step::text[],
                                 @Attempt::int[], @WorkerId::text[], @Message::text[], @Exception::text[])
            """,
            new
            {
                At = lines.Select(l => DateTime.SpecifyKind(l.At, DateTimeKind.Utc)).ToArray(),
                Level = lines.Select(l => l.Level).ToArray(),
                RunId = lines.Select(l => l.RunId).ToArray(),
                FileId = lines.Select(l => l.FileId).ToArray(),
                Step = lines.Select(l => l.Step).ToArray(),
                Attempt = lines.Select(l => l.Attempt).ToArray(),
                WorkerId = lines.Select(l => l.WorkerId).ToArray(),
                Message = lines.Select(l => l.Message).ToArray(),
                Exception = lines.Select(l => l.Exception).ToArray(),
            },
            cancellationToken: ct));
}
