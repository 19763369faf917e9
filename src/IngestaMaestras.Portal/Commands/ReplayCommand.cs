using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta replay</c>: sends changes to a target again, after saying how many.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        Option<string?> target = DeliveryArguments.Target(isRequired: true);
        Option<string?> maestra = DeliveryArguments.Maestra();
        Option<long?> version = new("--from-version") { Description = "Lo que cambió después de esta versión; exige --maestra.", HelpName = "V" };
        Option<long?> run = new("--run") { Description = "Desde el primer cambio de esta ejecución.", HelpName = "R" };
        Option<string?> since = new("--since") { Description = "Desde el primer cambio de esta fecha de proceso (AAAA-MM-DD).", HelpName = "FECHA" };
        Option<string?> key = new("--key") { Description = "Solo esta clave; exige --maestra. Recibe una versión nueva, que va a todos los destinos.", HelpName = "K" };
        Option<string?> reason = new("--reason") { Description = "Motivo; queda en audit_log.", HelpName = "TEXTO" };
        Option<bool> yes = new("--yes") { Description = "No pregunta." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new("replay", "Envía otra vez los cambios a un destino; sin más opciones, todos.") { TreatUnmatchedTokensAsErrors = false };
        foreach (Option option in new Option[] { target, maestra, version, run, since, key, reason, yes, json })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var given = new Option[] { version, run, since, key }.Count(o => result.GetResult(o) is not null);
            if (given > 1)
            {
                result.AddError("Indique solo una de --from-version, --run, --since y --key.");
            }

            if ((result.GetResult(version) is not null || result.GetResult(key) is not null) && result.GetResult(maestra) is null)
            {
                result.AddError("--from-version y --key exigen --maestra.");
            }

            if (result.GetValue(since) is { } text && ParseDate(text) is null)
            {
                result.AddError($"--since vale «{text}» y se esperaba una fecha como 2026-11-24.");
            }
        });
        command.SetAction((parsed, ct) => ExecuteAsync(
            new ReplayRequest(
                parsed.GetValue(target)!, parsed.GetValue(maestra), parsed.GetValue(version), parsed.GetValue(run),
                parsed.GetValue(since) is { } text ? ParseDate(text) : null, parsed.GetValue(key)),
            parsed.GetValue(reason), parsed.GetValue(yes), parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static async Task<int> ExecuteAsync(
        ReplayRequest request, string? reason, bool yes, bool json, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        var replay = session.Services.GetRequiredService<ReplayOperations>();
        try
        {
            var plans = (await replay.PreviewAsync(request, ct)).Where(p => p.Rows > 0).ToList();
            var total = plans.Sum(p => p.Rows);
            foreach (var plan in plans)
            {
                await Console.Error.WriteLineAsync($"{plan.Maestra,-14} {plan.Rows,10} cambios");
            }

            await Console.Error.WriteLineAsync($"Se enviarán {total} cambios a {request.Target}.");
            if (total > 0 && !yes && !Cli.Confirm("¿Continuar?"))
            {
                await Console.Error.WriteLineAsync("No se envió nada.");
                return Cli.NotAllWell;
            }

            var done = total == 0 ? plans : [.. await replay.ExecuteAsync(request, Environment.UserName, reason, ct)];
            if (json)
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { request.Target, Rows = total, Masters = done }, DeliveryArguments.Json));
            }

            return 0;
        }
        catch (Exception e) when (e is OperationRefusedException or DeliveryException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Cli.CouldNotStart;
        }
    }
}
