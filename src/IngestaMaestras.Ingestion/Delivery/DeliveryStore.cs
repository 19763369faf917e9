using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>Watermarks, leases and contacts in the database: who has what, who is sending it.</summary>
public sealed class DeliveryStore(HubDatabase hub, WorkerIdentity worker, TimeSpan leaseDuration)
{
    private const string SystemUser = "sistema";

    /// <summary>Makes the program's targets known to the database, on or off. A target that is gone stays until it is forgotten.</summary>
    public async Task RegisterAsync(IEnumerable<IDeliveryTarget> targets, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        foreach (var target in targets)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO delivery_target (target, off_reason) VALUES (@Name, @OffReason)
                ON CONFLICT (target) DO UPDATE SET off_reason = excluded.off_reason
                """,
                new { target.Name, target.OffReason },
                cancellationToken: ct));
        }
    }

    /// <summary>
    /// Writes down that the target answered, and who it was. A watermark belongs to one identity: another one has received
    /// nothing yet, and whoever is still sending to the former may move no watermark any more.
    /// </summary>
    public async Task NoteContactAsync(string target, TargetIdentity identity, TimeSpan latency, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "SELECT identity FROM delivery_target WHERE target = @target FOR UPDATE", new { target }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO delivery_target (target) VALUES (@target) ON CONFLICT DO NOTHING;
            UPDATE delivery_target
               SET identity = @Identity, address = @Address, detail = @Detail, checked_at = clock_timestamp(), latency_ms = @Latency,
                   error_message = NULL
             WHERE target = @target
            """,
            new { target, identity.Identity, identity.Address, identity.Detail, Latency = (int)latency.TotalMilliseconds },
            cancellationToken: ct));
        var reset = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE delivery SET identity = @Identity, watermark = 0, epoch = epoch + 1, lease_owner = NULL, lease_until = NULL,
                   status = 'idle', attempts = 0, next_attempt_at = NULL, job_id = NULL, enqueued_at = NULL
             WHERE target = @target AND identity <> @Identity
            """,
            new { target, identity.Identity },
            cancellationToken: ct));
        if (reset > 0)
        {
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    "entrega_desde_cero", SystemUser, "succeeded", new { Target = target }, new { Masters = reset },
                    AdditionalInfo: new { Before = before, After = identity.Identity }),
                ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Writes down that the target did not answer.</summary>
    public async Task NoteSilenceAsync(string target, string error, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE delivery_target SET checked_at = clock_timestamp(), latency_ms = NULL, error_message = @error WHERE target = @target",
            new { target, error },
            cancellationToken: ct));
    }

    /// <summary>
    /// Takes one master's delivery to one target for this worker. Each taking is a new epoch: what an earlier holder still
    /// tries to write is refused. Epochs follow the clock, because targets remember them: they must go on upwards even
    /// after the hub was restored or the target forgotten.
    /// </summary>
    /// <param name="evenHeld">Also one that waits for a comparison; whoever means to send says false.</param>
    /// <returns>Epoch and watermark; null when another holds it.</returns>
    public async Task<(long Epoch, long Watermark)?> TryAcquireAsync(
        string target, string maestra, string identity, CancellationToken ct, bool evenHeld = true)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<(long, long)?>(new CommandDefinition(
            $"""
            INSERT INTO delivery AS d (target, maestra, identity, epoch, status, lease_owner, lease_until)
            VALUES (@target, @maestra, @identity, {Now}, 'running', @WorkerId, clock_timestamp() + @leaseDuration)
            ON CONFLICT (target, maestra) DO UPDATE
               SET epoch = greatest(d.epoch + 1, {Now}), status = 'running', lease_owner = @WorkerId, lease_until = clock_timestamp() + @leaseDuration,
                   watermark = CASE WHEN d.identity IS NOT DISTINCT FROM @identity THEN d.watermark ELSE 0 END, identity = @identity,
                   next_attempt_at = NULL
             WHERE (d.lease_until IS NULL OR d.lease_until < clock_timestamp()) AND (@evenHeld OR d.held_since IS NULL)
            RETURNING epoch, watermark
            """,
            new { target, maestra, identity, worker.WorkerId, leaseDuration, evenHeld },
            cancellationToken: ct));
    }

    /// <summary>How far the hub is with a master, and the last delivery of it that it knows of.</summary>
    /// <returns>Epoch: null when nothing was ever delivered, or the target was forgotten.</returns>
    internal async Task<(long? Epoch, bool IsHeld, long LastVersion)> ReadStandingAsync(string target, string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleAsync<(long?, bool, long)>(new CommandDefinition(
            """
            SELECT nullif(d.epoch, 0), d.held_since IS NOT NULL, coalesce(s.last_version, 0)
              FROM (SELECT 1) one
              LEFT JOIN delivery d ON d.target = @target AND d.maestra = @maestra
              LEFT JOIN master_state s ON s.maestra = @maestra
            """,
            new { target, maestra },
            cancellationToken: ct));
    }

    /// <summary>
    /// Whether the hub was restored and nobody has compared the target since: it may have what the hub does not know, and
    /// nothing is sent before that is known.
    /// </summary>
    public async Task<bool> IsHeldAsync(string target, string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM delivery WHERE target = @target AND maestra = @maestra AND held_since IS NOT NULL)",
            new { target, maestra },
            cancellationToken: ct));
    }

    /// <summary>Target and hub have been compared and are equal, or differ only in what is on its way: delivery goes on.</summary>
    /// <exception cref="DeliveryLostException">Somebody else has it.</exception>
    public async Task EndHoldAsync(string target, string maestra, long epoch, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        if (await connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE delivery SET held_since = NULL WHERE {Mine}",
            new { target, maestra, epoch, worker.WorkerId },
            cancellationToken: ct)) != 1)
        {
            throw new DeliveryLostException(target, maestra);
        }
    }

    /// <summary>Whoever delivers from here.</summary>
    internal string WorkerId => worker.WorkerId;

    /// <summary>
    /// The runs and files whose changes a target has not got, of the master's latest files, and how often in a row it failed.
    /// </summary>
    internal async Task<(IReadOnlyList<(long RunId, long FileId)> Files, int Failures)> ReadPendingAsync(
        string target, string maestra, CancellationToken ct)
    {
        const int latest = 200;
        const int most = 20;
        await using var connection = await hub.OpenAsync(ct);
        var files = await connection.QueryAsync<(long, long)>(new CommandDefinition(
            """
            SELECT rf.run_id, rf.file_id
              FROM (SELECT file_id FROM file WHERE maestra = @maestra ORDER BY fecha_proceso DESC, file_id DESC LIMIT @latest) f
              JOIN run_file rf USING (file_id)
             WHERE rf.version_to > coalesce(
                    (SELECT d.watermark FROM delivery d WHERE d.target = @target AND d.maestra = @maestra), 0)
             ORDER BY rf.run_id DESC, rf.file_id LIMIT @most
            """,
            new { target, maestra, latest, most },
            cancellationToken: ct));
        var failures = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "SELECT attempts FROM delivery WHERE target = @target AND maestra = @maestra", new { target, maestra }, cancellationToken: ct));
        return ([.. files], failures ?? 0);
    }

    /// <summary>Keeps the lease.</summary>
    /// <returns>False when somebody else has it.</returns>
    public async Task<bool> RenewAsync(string target, string maestra, long epoch, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE delivery SET lease_until = clock_timestamp() + @leaseDuration WHERE {Mine} AND lease_until > clock_timestamp()",
            new { target, maestra, epoch, worker.WorkerId, leaseDuration },
            cancellationToken: ct)) == 1;
    }

    /// <exception cref="DeliveryLostException">The lease has run out, or somebody else has it.</exception>
    public async Task EnsureOwnerAsync(string target, string maestra, long epoch, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"SELECT EXISTS (SELECT 1 FROM delivery WHERE {Mine} AND lease_until > clock_timestamp())",
            new { target, maestra, epoch, worker.WorkerId },
            cancellationToken: ct)))
        {
            throw new DeliveryLostException(target, maestra);
        }
    }

    /// <summary>
    /// Moves the watermark past a chunk that has arrived, by compare and set, and tells each file that is thereby complete.
    /// </summary>
    /// <exception cref="DeliveryLostException">Somebody else has the delivery, or the watermark was lowered meanwhile.</exception>
    public async Task AdvanceAsync(
        IDeliveryTarget to, string maestra, long epoch, DeliveryChunk chunk, IReadOnlyList<RowFault> faults, CancellationToken ct)
    {
        var target = to.Name;
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var moved = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE delivery
               SET watermark = @UpTo, sent_count = sent_count + @Sent, last_success_at = clock_timestamp(), attempts = 0, last_error = NULL
             WHERE {Mine} AND watermark = @After
            """,
            new { target, maestra, epoch, worker.WorkerId, chunk.After, chunk.UpTo, Sent = chunk.Changes.Count - faults.Count },
            cancellationToken: ct));
        if (moved != 1)
        {
            throw new DeliveryLostException(target, maestra);
        }

        await WriteFaultsAsync(connection, to, maestra, chunk, faults, ct);
        await EndStepsAsync(connection, target, maestra, chunk, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A replay: what is above the version is sent again. Lets go.</summary>
    public async Task LowerAsync(string target, string maestra, long epoch, long version, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE delivery SET watermark = least(watermark, @version), {LetGo} WHERE {Mine}",
            new { target, maestra, epoch, version, worker.WorkerId },
            cancellationToken: ct));
    }

    /// <summary>Lets go after everything was sent.</summary>
    public async Task ReleaseAsync(string target, string maestra, long epoch)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            $"UPDATE delivery SET {LetGo} WHERE {Mine}",
            new { target, maestra, epoch, worker.WorkerId });
    }

    /// <summary>Writes down a failed attempt and lets go. A failure is told in <c>error_log</c> once, until it is over.</summary>
    /// <param name="epoch">Null when the attempt failed before it had the delivery.</param>
    /// <param name="nextAttempt">When the queue tries again; null: not by itself.</param>
    public async Task FailAsync(
        IDeliveryTarget target, string maestra, long? epoch, string error, DateTimeOffset? nextAttempt, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var written = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO delivery AS d (target, maestra, status, attempts, last_error, last_error_at, next_attempt_at)
            VALUES (@Name, @maestra, @Status, 1, @error, clock_timestamp(), @nextAttempt)
            ON CONFLICT (target, maestra) DO UPDATE
               SET status = @Status, attempts = d.attempts + 1, last_error = @error, last_error_at = clock_timestamp(),
                   next_attempt_at = @nextAttempt, lease_owner = NULL, lease_until = NULL,
                   job_id = CASE WHEN @Status = 'failed' THEN NULL ELSE d.job_id END, enqueued_at = NULL
             WHERE (d.lease_owner = @WorkerId AND d.epoch = @epoch)
                OR (@epoch::bigint IS NULL AND (d.lease_until IS NULL OR d.lease_until < clock_timestamp()))
            """,
            new
            {
                target.Name, maestra, epoch, error, worker.WorkerId,
                nextAttempt = nextAttempt?.ToUniversalTime(),
                Status = nextAttempt is null ? "failed" : "waiting-retry",
            },
            cancellationToken: ct));
        if (written == 1 && nextAttempt is null)
        {
            await LogFailureAsync(connection, target, maestra, error, ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Nothing is pending any more: what <c>error_log</c> says of this delivery is over.</summary>
    public async Task ResolveAsync(IDeliveryTarget target, string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE error_log SET resolved_at = clock_timestamp(), resolved_by = @SystemUser
             WHERE error_type = @ErrorType AND maestra = @maestra AND resolved_at IS NULL AND field IS NULL
            """,
            new { target.ErrorType, maestra, SystemUser },
            cancellationToken: ct));
    }

    private const string Now = "extract(epoch FROM clock_timestamp())::bigint";

    /// <summary>Whoever had the delivery has it no more; nothing is queued for it.</summary>
    internal const string LetGo = "status = 'idle', lease_owner = NULL, lease_until = NULL, job_id = NULL, enqueued_at = NULL";

    private const string Mine = "target = @target AND maestra = @maestra AND epoch = @epoch AND lease_owner = @WorkerId";

    private static Task<int> LogFailureAsync(
        NpgsqlConnection connection, IDeliveryTarget target, string maestra, string error, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, message, run_id)
            SELECT coalesce(s.fecha_proceso, CURRENT_DATE), @ErrorType, 'error', @maestra, @message, s.run_id
              FROM (SELECT @maestra::text AS maestra) m LEFT JOIN master_state s USING (maestra)
             WHERE NOT EXISTS (SELECT 1 FROM error_log e WHERE e.error_type = @ErrorType AND e.maestra = @maestra
                                  AND e.resolved_at IS NULL AND e.field IS NULL
                                  AND e.fecha_proceso = coalesce(s.fecha_proceso, CURRENT_DATE))
            """,
            new { target.ErrorType, maestra, message = DeliveryMessages.Format("DeliveryFailed", target.Title, maestra, error) },
            cancellationToken: ct));

    /// <summary>A refused row is told once for its version; the same key delivered in a newer one ends that.</summary>
    private static async Task WriteFaultsAsync(
        NpgsqlConnection connection, IDeliveryTarget to, string maestra, DeliveryChunk chunk, IReadOnlyList<RowFault> faults, CancellationToken ct)
    {
        var target = to.Name;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH over AS (
                DELETE FROM delivery_fault WHERE target = @target AND maestra = @maestra AND key_text = ANY(@Keys) RETURNING key_text)
            UPDATE error_log e SET resolved_at = clock_timestamp(), resolved_by = @SystemUser
              FROM over WHERE e.maestra = @maestra AND e.rule = @target AND e.value = over.key_text AND e.resolved_at IS NULL
            """,
            new { target, maestra, SystemUser, Keys = chunk.Changes.Select(c => c.Key).ToArray() },
            cancellationToken: ct));
        var changes = chunk.Changes.ToDictionary(c => (c.Key, c.Version));
        foreach (var fault in faults)
        {
            var change = changes[(fault.Key, fault.Version)];
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO delivery_fault (target, maestra, key_text, version, reason) VALUES (@target, @maestra, @Key, @Version, @Reason)
                ON CONFLICT (target, maestra, key_text) DO UPDATE SET version = excluded.version, reason = excluded.reason, found_at = now();
                INSERT INTO error_log (fecha_proceso, error_type, severity, maestra, line_number, field, rule, value, message, run_id, file_id)
                VALUES (coalesce(@BusinessDate, CURRENT_DATE), @ErrorType, 'error', @maestra, @LineNumber, 'clave', @target,
                        @Key, @message, @RunId, @FileId)
                """,
                new
                {
                    target, maestra, to.ErrorType, fault.Key, fault.Version, fault.Reason, change.BusinessDate, change.LineNumber, change.RunId, change.FileId,
                    message = DeliveryMessages.Format("RowRefused", to.Title, maestra, fault.Key, fault.Reason),
                },
                cancellationToken: ct));
        }
    }

    private static Task<int> EndStepsAsync(NpgsqlConnection connection, string target, string maestra, DeliveryChunk chunk, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO step AS s (run_id, file_id, step, status, attempts, started_at, ended_at, detail)
            SELECT rf.run_id, rf.file_id, @Step, 'succeeded', d.attempts + 1, coalesce(m.ended_at, rf.started_at), clock_timestamp(),
                   jsonb_build_object('changes', rf.version_to - rf.version_from)
              FROM run_file rf JOIN file f USING (file_id)
              JOIN delivery d ON d.target = @target AND d.maestra = f.maestra
              LEFT JOIN step m ON m.run_id = rf.run_id AND m.file_id = rf.file_id AND m.step = 'merge'
             WHERE f.maestra = @maestra AND rf.version_to > @After AND rf.version_to <= @UpTo
            ON CONFLICT (run_id, file_id, step) DO UPDATE
               SET status = 'succeeded', attempts = s.attempts + 1, ended_at = excluded.ended_at, error_message = NULL, next_attempt_at = NULL
             WHERE s.status <> 'succeeded'
            """,
            new { target, maestra, chunk.After, chunk.UpTo, Step = StepOf(target) },
            cancellationToken: ct));

    /// <summary>The name of the step that is a file's delivery to a target.</summary>
    public static string StepOf(string target) => $"deliver-{target}";
}
