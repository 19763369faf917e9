using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta backup</c>: makes a checked backup of the hub, or lists those there are.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        Option<bool> list = new("--list") { Description = "Solo muestra los respaldos que hay." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new(
            "backup", "Respalda la base en Backup:Folder, lo comprueba restaurándolo en una base de prueba y retira los respaldos viejos.")
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
        if (list)
        {
            var all = await session.Services.GetRequiredService<BackupFolder>().ListAsync(ct);
            await WriteAsync(all, json);
            return 0;
        }

        try
        {
            var (backup, removed) = await session.Services.GetRequiredService<BackupWriter>().WriteAsync(Environment.UserName, ct);
            await WriteAsync([backup], json);
            foreach (var name in removed)
            {
                await Console.Error.WriteLineAsync($"Se retiró {name}.");
            }

            return 0;
        }
        catch (BackupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Cli.NotAllWell;
        }
    }

    private static async Task WriteAsync(IReadOnlyList<BackupFile> backups, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(backups, DeliveryArguments.Json));
            return;
        }

        foreach (var backup in backups)
        {
            var manifest = backup.Manifest;
            await Console.Out.WriteLineAsync(
                $"{backup.Path}  {manifest.TakenAt:u}  {manifest.SizeBytes} bytes  {manifest.Tables.Count} tablas  {manifest.Tables.Sum(t => t.Rows)} filas  {(manifest.VerifiedAt is null ? "sin comprobar" : "comprobado")}");
        }
    }
}
