using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta user key add|list|revoke</c>: the keys that programs sign in with.</summary>
internal static class UserKeyCommand
{
    public static Command Create()
    {
        Command key = new("key", T("Access.VerbKey"));
        key.Subcommands.Add(CreateAdd());
        key.Subcommands.Add(CreateList());
        key.Subcommands.Add(CreateRevoke());
        return key;
    }

    private static Command CreateAdd()
    {
        Argument<string> account = new("USUARIO") { Description = T("Access.ArgumentName") };
        Option<string> name = new("--name") { Description = T("Access.OptionKeyName"), HelpName = "NOMBRE", Required = true };
        Option<string?> lastDay = new("--last-day") { Description = T("Access.OptionKeyLastDay"), HelpName = "FECHA" };
        lastDay.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ParseDate(text) is null)
            {
                result.AddError(T("Access.KeyBadDay", text));
            }
        });
        var json = JsonOption();
        Command add = new("add", T("Access.VerbKeyAdd")) { TreatUnmatchedTokensAsErrors = false };
        add.Arguments.Add(account);
        foreach (Option option in new Option[] { name, lastDay, json })
        {
            add.Options.Add(option);
        }

        add.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var (result, key) = await session.Services.GetRequiredService<ApiKeyOperations>().AddAsync(
                parsed.GetValue(account)!, parsed.GetValue(name)!.Trim(), parsed.GetValue(lastDay) is { } text ? ParseDate(text) : null,
                Environment.UserName, ct);
            return await TellAsync(result, key, parsed.GetValue(json));
        });
        return add;
    }

    private static Command CreateList()
    {
        Option<string?> account = new("--account") { Description = T("Access.OptionKeyOf"), HelpName = "USUARIO" };
        var json = JsonOption();
        Command list = new("list", T("Access.VerbKeyList")) { TreatUnmatchedTokensAsErrors = false };
        list.Options.Add(account);
        list.Options.Add(json);
        list.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            long? accountId = null;
            if (parsed.GetValue(account) is { } owner)
            {
                if (await session.Services.GetRequiredService<AccountStore>().FindAsync(owner, ct) is not { } found)
                {
                    await Console.Error.WriteLineAsync(T("Access.NoAccount", owner));
                    return Cli.CouldNotStart;
                }

                accountId = found.AccountId;
            }

            var keys = await session.Services.GetRequiredService<ApiKeyStore>().ListAsync(accountId, ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                    keys.Select(k => new { k.KeyId, k.AccountName, k.Name, k.Prefix, k.IsActive, k.CreatedAt, k.LastUsedAt, k.ExpiresAt, k.RevokedAt }),
                    DeliveryArguments.Json));
                return 0;
            }

            foreach (var key in keys)
            {
                var state = key.IsRevoked ? "KeyStateRevoked" : key.IsExpired ? "KeyStateExpired" : "KeyStateActive";
                await Console.Out.WriteLineAsync(
                    $"{key.KeyId,6} {key.AccountName,-24} {key.Prefix + "…",-14} {T($"Access.{state}"),-9} {key.LastUsedAt,-17:yyyy-MM-dd HH:mm} {key.Name}");
            }

            return 0;
        });
        return list;
    }

    private static Command CreateRevoke()
    {
        Argument<long> keyId = new("CLAVE") { Description = T("Access.ArgumentKey") };
        var json = JsonOption();
        Command revoke = new("revoke", T("Access.VerbKeyRevoke")) { TreatUnmatchedTokensAsErrors = false };
        revoke.Arguments.Add(keyId);
        revoke.Options.Add(json);
        revoke.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var result = await session.Services.GetRequiredService<ApiKeyOperations>().RevokeAsync(
                parsed.GetValue(keyId), null, Environment.UserName, ct);
            return await TellAsync(result, null, parsed.GetValue(json));
        });
        return revoke;
    }

    private static Option<bool> JsonOption() => new("--json") { Description = T("Access.OptionJson") };

    private static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>Without <c>--json</c> the key alone is on standard output, so that a script can take it.</summary>
    private static async Task<int> TellAsync(OperationResult result, string? key, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { result.Done, result.Message, Key = key }, DeliveryArguments.Json));
        }
        else
        {
            await Console.Error.WriteLineAsync(result.Message);
            if (key is not null)
            {
                await Console.Out.WriteLineAsync(key);
            }
        }

        return result.Done ? 0 : Cli.CouldNotStart;
    }
}
