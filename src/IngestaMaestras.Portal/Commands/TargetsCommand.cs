using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta targets list</c> and <c>ingesta targets forget DESTINO --reason TEXTO</c>.</summary>
internal static class TargetsCommand
{
    public static Command Create()
    {
        Command targets = new("targets", "Destinos de las entregas: verlos, olvidar uno que ya no se usa, y los tópicos de un Kafka sin espacio.");
        targets.Subcommands.Add(CreateList());
        targets.Subcommands.Add(CreateForget());
        targets.Subcommands.Add(TopicsCommand.CreateTopics());
        targets.Subcommands.Add(TopicsCommand.CreateRelieve());
        return targets;
    }

    private static Command CreateList()
    {
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command list = new("list", "Los destinos que la base conoce, como respondieron la última vez.") { TreatUnmatchedTokensAsErrors = false };
        list.Options.Add(json);
        list.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var targets = await session.Services.GetRequiredService<DeliveryStatus>().ListTargetsAsync(ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(targets, DeliveryArguments.Json));
                return 0;
            }

            foreach (var target in targets)
            {
                await Console.Out.WriteLineAsync(
                    $"{target.Target,-10} {(target.OffReason is null ? "encendido" : "apagado"),-10} {target.Address} {target.OffReason ?? target.ErrorMessage ?? target.Detail}");
            }

            return 0;
        });
        return list;
    }

    private static Command CreateForget()
    {
        Argument<string> target = new("DESTINO") { Description = "kafka u oracle; tiene que estar apagado." };
        Option<string> reason = new("--reason") { Description = "Motivo; queda en audit_log.", HelpName = "TEXTO", Required = true };
        Command forget = new(
            "forget", "Olvida un destino apagado: borra sus marcas, y los registros borrados dejan de guardarse para él.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        forget.Arguments.Add(target);
        forget.Options.Add(reason);
        forget.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var result = await session.Services.GetRequiredService<TargetOperations>().ForgetAsync(
                parsed.GetValue(target)!, parsed.GetValue(reason)!, Environment.UserName, ct);
            await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Message);
            return result.Done ? 0 : Cli.CouldNotStart;
        });
        return forget;
    }
}
