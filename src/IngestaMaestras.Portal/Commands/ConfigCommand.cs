using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Checks;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta config check</c> and <c>ingesta config migrate</c>: a deployment's settings, and its database's schema.</summary>
internal static class ConfigCommand
{
    private static readonly JsonSerializerOptions Json = new(DeliveryArguments.Json) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    public static Command Create()
    {
        Command config = new("config", "Ajustes y esquema de una instalación.");
        config.Subcommands.Add(CreateCheck());
        config.Subcommands.Add(CreateMigrate());
        return config;
    }

    private static Command CreateCheck()
    {
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command check = new(
            "check",
            "Comprueba los ajustes y prueba carpetas, puertos y conexiones, sin enviar ni cambiar nada (crea las carpetas de datos que falten). "
            + "Sale con 0 si todo está bien y con 1 si algo falla.") { TreatUnmatchedTokensAsErrors = false };
        check.Options.Add(json);
        check.SetAction(async (parsed, ct) =>
        {
            var configuration = PortalHost.CreateBuilder([.. parsed.UnmatchedTokens]).Configuration;
            var results = await DeploymentCheck.RunAsync(
                configuration, () => HealthCommand.CreateProbe(configuration, Settings.ReadIngesta(configuration)), ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(results, Json));
            }
            else
            {
                foreach (var result in results)
                {
                    await Console.Out.WriteLineAsync($"{Word(result.State),-8} {result.Name,-26} {result.Detail}");
                }
            }

            return results.Any(r => r.State == CheckState.Failed) ? Cli.NotAllWell : 0;
        });
        return check;
    }

    private static Command CreateMigrate()
    {
        Option<bool> dryRun = new("--dry-run") { Description = "Solo imprime lo que se ejecutaría; no cambia nada." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command migrate = new(
            "migrate", "Actualiza el esquema de la base, como lo hace todo arranque; conviene hacer antes un respaldo.") { TreatUnmatchedTokensAsErrors = false };
        migrate.Options.Add(dryRun);
        migrate.Options.Add(json);
        migrate.SetAction((parsed, ct) => MigrateAsync(parsed.GetValue(dryRun), parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return migrate;
    }

    private static async Task<int> MigrateAsync(bool dryRun, bool json, string[] settings, CancellationToken ct)
    {
        var configuration = PortalHost.CreateBuilder(settings).Configuration;
        var options = Settings.ReadIngesta(configuration);
        new DataFolders(options.DataRoot).Prepare();
        await using var connector = await HubConnector.ConnectAsync(configuration, options, NullLogger.Instance, ct);
        await using HubDatabase hub = new(connector.ConnectionString, options.TimeZone);
        HubMigrator migrator = new(hub, NullLogger.Instance);
        var pending = await migrator.ListPendingAsync(ct);
        if (!dryRun)
        {
            await migrator.MigrateAsync(ct);
            await HangfireSchema.InstallAsync(connector.ConnectionString, ct);
        }

        await WriteAsync(pending, dryRun, json);
        return 0;
    }

    private static async Task WriteAsync(IReadOnlyList<Migration> pending, bool dryRun, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { dryRun, scripts = pending }, Json));
            return;
        }

        foreach (var script in pending)
        {
            await Console.Out.WriteLineAsync(dryRun ? $"-- {script.Name}\n{script.Sql.TrimEnd()}\n" : script.Name);
        }

        await Console.Error.WriteLineAsync((pending.Count, dryRun) switch
        {
            (0, _) => "El esquema está al día.",
            (_, true) => $"Guiones pendientes: {pending.Count}. No se ejecutó nada; las tablas de la cola de trabajos (hangfire) las actualiza su biblioteca.",
            _ => $"Guiones ejecutados: {pending.Count}.",
        });
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Well => "bien",
        CheckState.Warning => "aviso",
        CheckState.Failed => "FALLA",
        CheckState.Off => "apagado",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
