using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta maintenance list</c> and <c>ingesta maintenance run NAME</c>.</summary>
internal static class MaintenanceCommand
{
    public static Command Create()
    {
        Command maintenance = new("maintenance", "Tareas de mantenimiento: ver cómo fue cada una y hacer una ahora.");
        maintenance.Subcommands.Add(CreateList());
        maintenance.Subcommands.Add(CreateRun());
        return maintenance;
    }

    private static Command CreateList()
    {
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command list = new("list", "Cada tarea, cuándo se hizo por última vez, cómo fue y cuándo toca.") { TreatUnmatchedTokensAsErrors = false };
        list.Options.Add(json);
        list.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var items = await session.Services.GetRequiredService<MaintenanceRunner>().ListAsync(ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(items, DeliveryArguments.Json));
                return 0;
            }

            foreach (var item in items)
            {
                await Console.Out.WriteLineAsync(
                    $"{item.Task,-20} {item.Outcome ?? "nunca",-10} {item.StartedAt,-22:u} siguiente {item.NextAt:u}  {item.Message}");
            }

            return 0;
        });
        return list;
    }

    private static Command CreateRun()
    {
        Argument<string> name = new("TAREA") { Description = "El nombre, como lo da «ingesta maintenance list»." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command run = new("run", "Hace una tarea ahora; queda en audit_log.") { TreatUnmatchedTokensAsErrors = false };
        run.Arguments.Add(name);
        run.Options.Add(json);
        run.SetAction(async (parsed, ct) =>
        {
            await using var session = await HubSession.OpenAsync([.. parsed.UnmatchedTokens], ct);
            var maintenance = session.Services.GetRequiredService<MaintenanceRunner>();
            var task = parsed.GetValue(name)!;
            if (maintenance.Refuse(task) is { } refusal)
            {
                await Console.Error.WriteLineAsync(refusal);
                return Cli.CouldNotStart;
            }

            var result = await maintenance.RunAsync(task, Environment.UserName, ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { Task = task, result.Done, result.Message }, DeliveryArguments.Json));
            }
            else
            {
                await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Message);
            }

            return result.Done ? 0 : Cli.NotAllWell;
        });
        return run;
    }
}
