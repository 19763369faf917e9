using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta user add|reset|list|disable|enable|key</c>: the accounts of the portal.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        Command user = new("user", T("Access.VerbUser"));
        user.Subcommands.Add(CreateAdd());
        user.Subcommands.Add(CreateReset());
        user.Subcommands.Add(CreateList());
        user.Subcommands.Add(CreateSwitch("disable", T("Access.VerbDisable"), (o, name, by, ct) => o.DisableAsync(name, by, ct)));
        user.Subcommands.Add(CreateSwitch("enable", T("Access.VerbEnable"), (o, name, by, ct) => o.EnableAsync(name, by, ct)));
        user.Subcommands.Add(UserKeyCommand.Create());
        return user;
    }

    private static Command CreateAdd()
    {
        var name = NameArgument();
        Option<string> role = new("--role") { Description = T("Access.OptionRole", string.Join(", ", Roles.All)), HelpName = "ROL", Required = true };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var (fromInput, permanent, json) = PasswordOptions();
        Command add = new("add", T("Access.VerbAdd")) { TreatUnmatchedTokensAsErrors = false };
        add.Arguments.Add(name);
        foreach (Option option in new Option[] { role, fromInput, permanent, json })
        {
            add.Options.Add(option);
        }

        add.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var (result, password) = await session.Services.GetRequiredService<AccountOperations>().AddAsync(
                parsed.GetValue(name)!, parsed.GetValue(role)!, await ReadPasswordAsync(parsed.GetValue(fromInput)), !parsed.GetValue(permanent),
                Environment.UserName, ct);
            return await TellAsync(result, parsed.GetValue(name)!, password, parsed.GetValue(json));
        });
        return add;
    }

    private static Command CreateReset()
    {
        var name = NameArgument();
        var (fromInput, permanent, json) = PasswordOptions();
        Command reset = new("reset", T("Access.VerbReset")) { TreatUnmatchedTokensAsErrors = false };
        reset.Arguments.Add(name);
        foreach (Option option in new Option[] { fromInput, permanent, json })
        {
            reset.Options.Add(option);
        }

        reset.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var (result, password) = await session.Services.GetRequiredService<AccountOperations>().ResetAsync(
                parsed.GetValue(name)!, await ReadPasswordAsync(parsed.GetValue(fromInput)), !parsed.GetValue(permanent), Environment.UserName, ct);
            return await TellAsync(result, parsed.GetValue(name)!, password, parsed.GetValue(json));
        });
        return reset;
    }

    private static Command CreateList()
    {
        Option<bool> json = new("--json") { Description = T("Access.OptionJson") };
        Command list = new("list", T("Access.VerbList")) { TreatUnmatchedTokensAsErrors = false };
        list.Options.Add(json);
        list.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var accounts = await session.Services.GetRequiredService<AccountStore>().ListAsync(ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                    accounts.Select(a => new { a.Name, a.Role, a.IsExternal, a.IsDisabled, a.MustChange, a.LockedUntil, a.LastSignInAt }), DeliveryArguments.Json));
                return 0;
            }

            foreach (var account in accounts)
            {
                var state = account.IsDisabled ? "StateDisabled" : account.LockedUntil is not null ? "StateLocked" : "StateActive";
                await Console.Out.WriteLineAsync($"{account.Name,-24} {account.Role,-14} {T($"Access.{state}"),-12} {account.LastSignInAt:yyyy-MM-dd HH:mm}");
            }

            return 0;
        });
        return list;
    }

    private static Command CreateSwitch(
        string verb, string description, Func<AccountOperations, string, string, CancellationToken, Task<OperationResult>> act)
    {
        var name = NameArgument();
        Option<bool> json = new("--json") { Description = T("Access.OptionJson") };
        Command command = new(verb, description) { TreatUnmatchedTokensAsErrors = false };
        command.Arguments.Add(name);
        command.Options.Add(json);
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var result = await act(
                session.Services.GetRequiredService<AccountOperations>(), parsed.GetValue(name)!, Environment.UserName, ct);
            return await TellAsync(result, parsed.GetValue(name)!, null, parsed.GetValue(json));
        });
        return command;
    }

    private static Argument<string> NameArgument() => new("USUARIO") { Description = T("Access.ArgumentName") };

    private static (Option<bool> FromInput, Option<bool> Permanent, Option<bool> Json) PasswordOptions() => (
        new("--password-stdin") { Description = T("Access.OptionStdin") },
        new("--permanent") { Description = T("Access.OptionPermanent") },
        new("--json") { Description = T("Access.OptionJson") });

    /// <summary>The first line of standard input: an argument would be seen in the list of processes.</summary>
    private static async Task<string?> ReadPasswordAsync(bool fromInput) => fromInput ? await Console.In.ReadLineAsync() ?? "" : null;

    private static async Task<int> TellAsync(OperationResult result, string name, string? password, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { result.Done, result.Message, Name = name, Password = password }, DeliveryArguments.Json));
        }
        else
        {
            await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Message);
            if (password is not null)
            {
                await Console.Out.WriteLineAsync(T("Access.Fresh", name) + " " + password);
            }
        }

        return result.Done ? 0 : Cli.CouldNotStart;
    }
}
