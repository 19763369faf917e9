using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta deliver</c>: whatever is pending, now.</summary>
internal static class DeliverCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        Option<string?> target = DeliveryArguments.Target(isRequired: false);
        Option<string?> maestra = DeliveryArguments.Maestra();
        Option<bool> wait = new("--wait") { Description = "Espera a que no quede nada pendiente o a que falle." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new("deliver", "Entrega los cambios pendientes a Kafka y Oracle.") { TreatUnmatchedTokensAsErrors = false };
        command.Options.Add(target);
        command.Options.Add(maestra);
        command.Options.Add(wait);
        command.Options.Add(json);
        command.SetAction((parsed, ct) => ExecuteAsync(
            parsed.GetValue(target), parsed.GetValue(maestra), parsed.GetValue(wait), parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(string? target, string? maestra, bool wait, bool json, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        var services = session.Services;
        if (DeliveryArguments.FindProblem(services, target, maestra) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return Cli.CouldNotStart;
        }

        var status = services.GetRequiredService<DeliveryStatus>();
        var alone = !await WorkerDirectory.AnyOtherAliveAsync(
            services.GetRequiredService<HubDatabase>(), services.GetRequiredService<WorkerIdentity>(), ct);
        if (alone)
        {
            await Console.Error.WriteLineAsync("Ningún portal está en marcha: la entrega se hace aquí.");
            await services.GetRequiredService<DeliveryStore>().RegisterAsync(services.GetRequiredService<DeliveryTargets>().All, ct);
            await DeliverHereAsync(services, target, maestra, ct);
        }
        else
        {
            await services.GetRequiredService<DeliveryDispatcher>().DispatchAsync(target, maestra?.ToUpperInvariant(), failedToo: true, ct);
        }

        var items = await status.ListAsync(target, maestra, ct);
        while (wait && !alone && items.Any(i => i is { State: DeliveryState.Pending, HeldSince: null }))
        {
            await Task.Delay(PollInterval, ct);
            items = await status.ListAsync(target, maestra, ct);
        }

        if (items.Any(i => i is { HeldSince: not null, OffReason: null }))
        {
            await Console.Error.WriteLineAsync("La base se restauró de un respaldo: no se entrega nada hasta comparar (ingesta reconcile --target T --fix).");
        }

        await WriteAsync(items, json);
        return items.All(i => i.HeldSince is null || i.OffReason is not null)
            && (items.All(i => i.State is DeliveryState.Delivered or DeliveryState.Off) || (!wait && items.All(i => i.State != DeliveryState.Failed)))
            ? 0
            : Cli.NotAllWell;
    }

    /// <summary>One master after the other; what fails is written down and shown with the rest.</summary>
    private static async Task DeliverHereAsync(IServiceProvider services, string? target, string? maestra, CancellationToken ct)
    {
        var runner = services.GetRequiredService<DeliveryRunner>();
        foreach (var item in await services.GetRequiredService<DeliveryStatus>().ListAsync(target, maestra, ct))
        {
            if (item.State is DeliveryState.Pending or DeliveryState.Failed)
            {
                try
                {
                    await Console.Error.WriteLineAsync((await runner.DeliverAsync(item.Target, item.Maestra, null, ct)).Message);
                }
                catch (DeliveryException e)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                }
            }
        }
    }

    private static async Task WriteAsync(IReadOnlyList<DeliveryItem> items, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(items, DeliveryArguments.Json));
            return;
        }

        await Console.Out.WriteLineAsync($"{"destino",-10} {"maestra",-14} {"estado",-10} {"pendientes",10} {"marca",10}");
        foreach (var item in items)
        {
            await Console.Out.WriteLineAsync(
                $"{item.Target,-10} {item.Maestra,-14} {item.State.ToString().ToLowerInvariant(),-10} {item.Pending,10} {item.Watermark,10} {item.LastError}");
        }
    }
}
