using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta reconcile</c>: compares a target with the hub, key by key, and mends what differs when asked to.</summary>
internal static class ReconcileCommand
{
    private const int MaxTries = 20;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        Option<string?> target = DeliveryArguments.Target(isRequired: true);
        Option<string?> maestra = DeliveryArguments.Maestra();
        Option<bool> fix = new("--fix") { Description = "Envía otra vez lo que falta o difiere y borra lo que sobra, por el camino normal; queda en audit_log." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new("reconcile", "Compara un destino con la base, clave por clave. Es la respuesta después de restaurar cualquiera de los dos.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Options.Add(target);
        command.Options.Add(maestra);
        command.Options.Add(fix);
        command.Options.Add(json);
        command.SetAction((parsed, ct) => ExecuteAsync(
            parsed.GetValue(target)!, parsed.GetValue(maestra), parsed.GetValue(fix), parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(string target, string? maestra, bool fix, bool json, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        var services = session.Services;
        if (DeliveryArguments.FindProblem(services, target, maestra) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return Cli.CouldNotStart;
        }

        if (services.GetRequiredService<DeliveryTargets>().Find(target)!.OffReason is { } off)
        {
            await Console.Error.WriteLineAsync(off);
            return Cli.CouldNotStart;
        }

        var layouts = services.GetRequiredService<Func<LayoutSet>>()();
        List<ReconcileReport> reports = [];
        foreach (var layout in maestra is null ? layouts.All : [layouts.Find(maestra)!])
        {
            try
            {
                reports.Add(await CompareAsync(services.GetRequiredService<Reconciliation>(), target, layout, fix, ct));
            }
            catch (Exception e) when (e is DeliveryException or DeliveryLostException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return Cli.CouldNotStart;
            }
        }

        await WriteAsync(reports, json);
        return reports.All(r => r.IsEqual || r.Mended is not null) ? 0 : Cli.NotAllWell;
    }

    /// <summary>A delivery under way is waited for.</summary>
    private static async Task<ReconcileReport> CompareAsync(Reconciliation reconciliation, string target, Layout layout, bool fix, CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await reconciliation.CompareAsync(target, layout, fix, Environment.UserName, ct);
            }
            catch (DeliveryLostException) when (number < MaxTries)
            {
                await Task.Delay(TryAgainAfter, ct);
            }
        }
    }

    private static async Task WriteAsync(IReadOnlyList<ReconcileReport> reports, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(reports, DeliveryArguments.Json));
            return;
        }

        await Console.Out.WriteLineAsync(
            $"{"maestra",-14} {"base",10} {"destino",10} {"faltan",8} {"difieren",8} {"sobran",8} {"en camino",9} {"reparadas",9}");
        foreach (var report in reports)
        {
            await Console.Out.WriteLineAsync(
                $"{report.Maestra,-14} {report.HubRows,10} {report.TargetRows,10} {report.Missing,8} {report.Different,8} {report.Superfluous,8} {report.Pending,9} {report.Mended,9}");
            foreach (var example in report.Examples)
            {
                await Console.Out.WriteLineAsync($"    {Word(example.Verdict)}: {example.Key}");
            }
        }
    }

    private static string Word(string verdict) => verdict switch
    {
        "missing" => "falta",
        "different" => "difiere",
        "superfluous" => "sobra",
        _ => verdict,
    };
}
