using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Audit;

/// <summary>Reads <c>audit_log</c> for pages.</summary>
public sealed class AuditQueries(HubDatabase hub)
{
    /// <summary>What was done, the latest first.</summary>
    /// <param name="before">Only rows older than this place.</param>
    public async Task<Page<AuditItem>> ListAsync(AuditFilter filter, AuditCursor? before, int size, CancellationToken ct)
    {
        Conditions conditions = new();
        conditions.Add(before, "(execution_time, id) < (@Time, @Id)");
        conditions.Add(filter.From, "execution_time >= @From::date");
        conditions.Add(filter.To, "execution_time < @To::date + 1");
        conditions.Add(filter.User, "user_name = @User");
        conditions.Add(filter.Action, "procedure_name = @Action");
        conditions.Add(filter.Status, "result_status = @Status");
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<AuditItem>(new CommandDefinition(
            $"""
            SELECT id, procedure_name, execution_time, end_time, user_name, result_status, error_message, parameters::text AS parameters,
                   result::text AS result, duration, additional_info::text AS additional_info
              FROM audit_log
             {conditions}
             ORDER BY execution_time DESC, id DESC
             LIMIT @Limit
            """,
            new { before?.Time, before?.Id, filter.From, filter.To, filter.User, filter.Action, filter.Status, Limit = size + 1 },
            cancellationToken: ct));
        return Page.Of<AuditItem>([.. rows], size, r => new AuditCursor(r.ExecutionTime.ToUniversalTime(), r.Id).ToString());
    }
}
