using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta restore</c>: puts a backup in the place of the hub, and offers again what was processed after it.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        Argument<string?> file = new("ARCHIVO")
        {
            Description = "El respaldo (.dump, con su manifiesto .json al lado): una ruta, o un nombre de Backup:Folder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> yes = new("--yes") { Description = "No pregunta." };
        Option<bool> offer = new("--offer")
        {
            Description = "Devuelve a input, con su fecha, los archivos de processed/ que la base no conoce; sin ARCHIVO hace solo esto.",
        };
        Option<bool> noPrivileges = new("--no-privileges") { Description = "No restaura los permisos (GRANT) de otros usuarios de PostgreSQL." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new(
            "restore", "Restaura un respaldo en la base configurada. Ningún portal puede estar en marcha; las entregas esperan después a «reconcile».")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Arguments.Add(file);
        foreach (var option in new Option[] { yes, offer, noPrivileges, json })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (FileOf(result.GetValue(file)) is null && !result.GetValue(offer))
            {
                result.AddError("Indique el respaldo, o --offer para devolver a input lo que la base no conoce.");
            }
        });
        command.SetAction((parsed, ct) =>
        {
            var name = parsed.GetValue(file);
            string[] settings = FileOf(name) is null && name is not null ? [name, .. parsed.UnmatchedTokens] : [.. parsed.UnmatchedTokens];
            return ExecuteAsync(
                FileOf(name), parsed.GetValue(yes), parsed.GetValue(offer), parsed.GetValue(noPrivileges), parsed.GetValue(json), settings, ct);
        });
        return command;
    }

    /// <summary>A setting such as <c>--Backup:Folder=…</c> is not the file.</summary>
    private static string? FileOf(string? argument) => argument?.StartsWith("--", StringComparison.Ordinal) == true ? null : argument;

    private static async Task<int> ExecuteAsync(
        string? name, bool yes, bool offer, bool noPrivileges, bool json, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        var services = session.Services;
        RestoreReport? report = null;
        if (name is not null)
        {
            var backup = await services.GetRequiredService<BackupFolder>().OpenAsync(name, ct);
            var restorer = services.GetRequiredService<BackupRestorer>();
            await restorer.CheckAsync(backup, ct);
            await Console.Error.WriteLineAsync(
                $"Lo que hay en la base se pierde y queda como estaba el {backup.Manifest.TakenAt:u} ({backup.Manifest.Tables.Sum(t => t.Rows)} filas).");
            if (!yes && !Cli.Confirm("¿Restaurar?"))
            {
                await Console.Error.WriteLineAsync("No se restauró nada.");
                return Cli.NotAllWell;
            }

            report = await restorer.RestoreAsync(backup, !noPrivileges, Environment.UserName, ct);
        }

        var files = services.GetRequiredService<RestoredFiles>();
        var unknown = await files.ListUnknownAsync(ct);
        var offered = offer ? await files.OfferAsync(Environment.UserName, ct) : [];
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new { Restored = report, Unknown = offer ? [] : unknown, Offered = offered }, DeliveryArguments.Json));
            return 0;
        }

        await WriteAsync(report, offer ? [] : unknown, offered);
        return 0;
    }

    private static async Task WriteAsync(RestoreReport? report, IReadOnlyList<string> unknown, IReadOnlyList<string> offered)
    {
        if (report is not null)
        {
            await Console.Out.WriteLineAsync($"Restaurado {report.Backup}: {report.Rows} filas, época {report.Epoch}.");
            foreach (var file in report.Returned)
            {
                await Console.Out.WriteLineAsync($"Volvió a su ejecución: {file}");
            }

            foreach (var target in report.HeldTargets)
            {
                await Console.Out.WriteLineAsync(
                    $"Las entregas a {target} esperan. Con el portal en marcha: Entregas, Comparar; o ingesta reconcile --target {target} --fix");
            }
        }

        foreach (var file in unknown)
        {
            await Console.Out.WriteLineAsync($"La base no conoce {file}");
        }

        if (unknown.Count > 0)
        {
            await Console.Out.WriteLineAsync("Para cargarlos otra vez, en orden de fecha: ingesta restore --offer");
        }

        foreach (var file in offered)
        {
            await Console.Out.WriteLineAsync($"Devuelto a {file}");
        }
    }
}
