using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Portal.Access;

/// <summary>Reads and writes the accounts; decides nothing.</summary>
public sealed class AccountStore(HubDatabase hub)
{
    private const string Select =
        """
        SELECT a.account_id, a.name, a.role, a.password_hash, a.external_id, a.must_change, a.stamp, a.created_at, a.password_changed_at,
               a.last_sign_in_at, a.disabled_at, CASE WHEN f.locked_until > now() THEN f.locked_until END AS locked_until
          FROM account a LEFT JOIN sign_in_failure f ON f.name = a.name
        """;

    /// <summary>Accounts are few: hundreds at most.</summary>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<Account>(new CommandDefinition($"{Select} ORDER BY a.disabled_at IS NOT NULL, a.name", cancellationToken: ct))).AsList();
    }

    public async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT EXISTS (SELECT 1 FROM account)", cancellationToken: ct));
    }

    public async Task<Account?> FindAsync(string name, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Account>(
            new CommandDefinition($"{Select} WHERE a.name = lower(@name)", new { name }, cancellationToken: ct));
    }

    public async Task<Account?> FindAsync(long accountId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Account>(
            new CommandDefinition($"{Select} WHERE a.account_id = @accountId", new { accountId }, cancellationToken: ct));
    }

    public async Task<Account?> FindExternalAsync(string externalId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Account>(
            new CommandDefinition($"{Select} WHERE a.external_id = @externalId", new { externalId }, cancellationToken: ct));
    }

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> AddAsync(
        string name, string role, string? passwordHash, string? externalId, bool mustChange, string createdBy, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO account (name, role, password_hash, external_id, must_change, created_by, password_changed_at)
            VALUES (lower(@name), @role, @passwordHash, @externalId, @mustChange, @createdBy, CASE WHEN @passwordHash IS NOT NULL THEN now() END)
            ON CONFLICT DO NOTHING
            """,
            new { name, role, passwordHash, externalId, mustChange, createdBy },
            cancellationToken: ct)) == 1;
    }

    /// <summary>Adds the account only where there is none at all, whoever else tries at the same time.</summary>
    public async Task<bool> AddFirstAsync(string name, string passwordHash, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO account (name, role, password_hash, must_change, created_by, password_changed_at)
            SELECT @name, @Administrator, @passwordHash, true, 'sistema', now() WHERE NOT EXISTS (SELECT 1 FROM account)
            ON CONFLICT DO NOTHING
            """,
            new { name, passwordHash, Roles.Administrator },
            cancellationToken: ct)) == 1;
    }

    /// <summary>A new password ends every session that was begun with the old one, and forgives failed sign-ins.</summary>
    public async Task SetPasswordAsync(long accountId, string passwordHash, bool mustChange, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH changed AS (
                UPDATE account SET password_hash = @passwordHash, must_change = @mustChange, stamp = gen_random_uuid(), password_changed_at = now()
                 WHERE account_id = @accountId RETURNING name)
            DELETE FROM sign_in_failure USING changed WHERE sign_in_failure.name = changed.name
            """,
            new { accountId, passwordHash, mustChange },
            cancellationToken: ct));
    }

    /// <summary>The same password, hashed as is done today.</summary>
    public async Task RehashAsync(long accountId, string passwordHash, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE account SET password_hash = @passwordHash WHERE account_id = @accountId", new { accountId, passwordHash }, cancellationToken: ct));
    }

    /// <summary>Changes the role, unless nobody would be left to manage accounts. Sessions take it over with their next request.</summary>
    public Task<bool> SetRoleAsync(long accountId, string role, CancellationToken ct) => ChangeAsync(
        "UPDATE account SET role = @value WHERE account_id = @accountId AND (@value = 'administrador' OR {0})", accountId, role, ct);

    /// <summary>Disables the account and ends its sessions, unless nobody would be left to manage accounts.</summary>
    public Task<bool> DisableAsync(long accountId, CancellationToken ct) => ChangeAsync(
        "UPDATE account SET disabled_at = now(), stamp = gen_random_uuid() WHERE account_id = @accountId AND {0}", accountId, null, ct);

    public Task<bool> EnableAsync(long accountId, CancellationToken ct) => ChangeAsync(
        "UPDATE account SET disabled_at = NULL WHERE account_id = @accountId", accountId, null, ct);

    /// <summary>Ends every session of the account.</summary>
    public Task<bool> EndSessionsAsync(long accountId, CancellationToken ct) => ChangeAsync(
        "UPDATE account SET stamp = gen_random_uuid() WHERE account_id = @accountId", accountId, null, ct);

    public async Task NoteSignInAsync(Account account, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE account SET last_sign_in_at = now() WHERE account_id = @AccountId; DELETE FROM sign_in_failure WHERE name = @Name",
            new { account.AccountId, account.Name },
            cancellationToken: ct));
    }

    /// <summary>Until when sign-in with this name is refused; null: it is not.</summary>
    public async Task<DateTime?> FindLockAsync(string name, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            "SELECT locked_until FROM sign_in_failure WHERE name = lower(@name) AND locked_until > now()", new { name }, cancellationToken: ct));
    }

    /// <summary>Counts a failure; the one that is too many locks the name. Failures of yesterday are forgotten.</summary>
    /// <returns>Until when the name is locked now; null: it is not.</returns>
    public async Task<DateTime?> CountFailureAsync(string name, int maxFailures, TimeSpan lockDuration, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            """
            DELETE FROM sign_in_failure WHERE last_at < now() - interval '1 day';
            INSERT INTO sign_in_failure AS f (name, locked_until)
            VALUES (lower(@name), CASE WHEN @maxFailures <= 1 THEN now() + @lockDuration END)
            ON CONFLICT (name) DO UPDATE
               SET failures = CASE WHEN f.locked_until < now() THEN 1 ELSE f.failures + 1 END,
                   last_at = now(),
                   locked_until = CASE WHEN f.locked_until < now() AND @maxFailures > 1 THEN NULL
                                       WHEN f.failures + 1 >= @maxFailures THEN now() + @lockDuration
                                       ELSE f.locked_until END
            RETURNING locked_until
            """,
            new { name, maxFailures, lockDuration },
            cancellationToken: ct));
    }

    /// <param name="sql">With <c>{0}</c> where another administrator must be left.</param>
    private async Task<bool> ChangeAsync(string sql, long accountId, string? value, CancellationToken ct)
    {
        const string OthersManage =
            """
            (role <> 'administrador' OR disabled_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM account o WHERE o.role = 'administrador' AND o.disabled_at IS NULL AND o.account_id <> @accountId))
            """;
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two administrators who demote each other must meet here.
        await LockAsync(connection, ct);
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            sql.Replace("{0}", OthersManage, StringComparison.Ordinal), new { accountId, value }, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return changed == 1;
    }

    private static Task<int> LockAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE", cancellationToken: ct));
}
