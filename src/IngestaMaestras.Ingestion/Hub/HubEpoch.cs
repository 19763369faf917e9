using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>
/// A hub that was put back to an earlier state begins a new epoch: targets may have seen what it no longer knows, so
/// nothing is delivered until they were compared, and no number of the lost state comes to mean something else.
/// </summary>
internal static class HubEpoch
{
    /// <summary>
    /// Numbers of runs and files of the lost state that nobody can tell any more: they are in events and in names of
    /// rejects files.
    /// </summary>
    public const long NumberGap = 100_000;

    /// <summary>Every master to every target waits.</summary>
    public const string HoldDeliveries =
        $"""
        UPDATE master_state SET state_version = state_version + 1, changed_at = now();
        INSERT INTO delivery (target, maestra, held_since) SELECT target, maestra, now() FROM delivery_target CROSS JOIN master_state
            ON CONFLICT (target, maestra) DO UPDATE SET held_since = now(), next_attempt_at = NULL, attempts = 0, {DeliveryStore.LetGo};
        """;

    private const string Action = "base_retrocedida";

    /// <summary>Writes down that a target is ahead of the hub, and begins the epoch; once, however many notice.</summary>
    /// <param name="mark">What the target has of the master.</param>
    /// <returns>False when the deliveries of that target wait already.</returns>
    public static async Task<bool> BeginAsync(
        HubDatabase hub, string target, string maestra, TargetMark mark, (long Version, long Epoch) known, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("SELECT 1 FROM installation FOR UPDATE", cancellationToken: ct));
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM delivery WHERE target = @target AND maestra = @maestra AND held_since IS NOT NULL)",
            new { target, maestra }, cancellationToken: ct)))
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            INSERT INTO master_state (maestra, last_version) VALUES (@maestra, @Version)
                ON CONFLICT (maestra) DO UPDATE SET last_version = greatest(master_state.last_version, excluded.last_version);
            {HoldDeliveries}
            SELECT setval(pg_get_serial_sequence('run', 'run_id'), (SELECT coalesce(max(run_id), 0) FROM run) + @NumberGap);
            SELECT setval(pg_get_serial_sequence('file', 'file_id'), (SELECT coalesce(max(file_id), 0) FROM file) + @NumberGap);
            UPDATE installation SET epoch = epoch + 1, restored_at = now(), restored_from = NULL;
            """,
            new { maestra, mark.Version, NumberGap }, cancellationToken: ct));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                Action, AuditEntry.System, "succeeded", new { Target = target, Maestra = maestra },
                new { TargetVersion = mark.Version, TargetEpoch = mark.Epoch, HubVersion = known.Version, HubEpoch = known.Epoch }),
            ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
