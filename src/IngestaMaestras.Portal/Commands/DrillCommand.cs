using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Drills;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta drill</c>: the recovery drill, the same task that the calendar and the button run.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        Option<bool> list = new("--list") { Description = "Solo muestra los informes que hay." };
        Option<bool> json = new("--json") { Description = "Imprime el informe en JSON." };
        Command command = new(
            "drill",
            "Simulacro de recuperación: restaura el último respaldo bueno en una base de prueba, envía sus cambios a tópicos de prueba y los compara, mata un trabajador y un servidor de prueba y ve que otro siga. No toca la base, los tópicos ni las marcas.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Options.Add(list);
        command.Options.Add(json);
        command.SetAction((parsed, ct) => ExecuteAsync(parsed.GetValue(list), parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(bool list, bool json, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        var folder = session.Services.GetRequiredService<DrillFolder>();
        var before = folder.List();
        if (list)
        {
            foreach (var name in before)
            {
                await Console.Out.WriteLineAsync(folder.PathOf(name, ".md") ?? name);
            }

            return 0;
        }

        var result = await session.Services.GetRequiredService<MaintenanceRunner>().RunAsync(DrillTask.TaskName, Environment.UserName, ct);
        if (folder.List().Except(before).FirstOrDefault() is not { } made)
        {
            // Nothing was tried: no backup, or another drill is under way.
            await Console.Error.WriteLineAsync(result.Message);
            return Cli.CouldNotStart;
        }

        await WriteAsync(folder, made, json, ct);
        return result.Done ? 0 : Cli.NotAllWell;
    }

    private static async Task WriteAsync(DrillFolder folder, string name, bool json, CancellationToken ct)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await folder.ReadAsync(name, ct), DeliveryArguments.Json));
            return;
        }

        var path = folder.PathOf(name, ".md")!;
        await Console.Out.WriteLineAsync(await File.ReadAllTextAsync(path, ct));
        await Console.Error.WriteLineAsync($"Informe en {path}");
    }
}
