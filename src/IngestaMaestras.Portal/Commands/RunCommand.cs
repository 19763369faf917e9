using System.CommandLine;
using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary>
/// <c>run</c>: one run for one business date, on the hub of a running portal or alone. Alone, this process is the worker
/// until the run has ended.
/// </summary>
internal static class RunCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        Option<string?> date = new("--date") { Description = "Fecha de proceso, AAAA-MM-DD o AAAAMMDD; por defecto, la última que ya toca.", HelpName = "FECHA" };
        Option<string?> maestra = new("--maestra") { Description = "Solo estas maestras, separadas por comas.", HelpName = "A,B" };
        Option<bool> dryRun = new("--dry-run") { Description = "Compara y cuenta sin cargar, mover ni cambiar nada." };
        Option<long?> execute = new("--execute") { Description = "Ejecuta de verdad una simulación anterior, si ni los archivos ni la base cambiaron.", HelpName = "SIMULACIÓN" };
        Option<bool> force = new("--force") { Description = "Carga también los archivos idénticos a la última carga." };
        Option<bool> rollback = new("--rollback") { Description = "Aplica archivos de una fecha anterior a la última cargada; exige --reason." };
        Option<string?> reason = new("--reason") { Description = "Motivo; queda en audit_log.", HelpName = "TEXTO" };
        Option<bool> wait = new("--wait") { Description = "Espera a que la ejecución termine." };
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        date.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ParseDate(text) is null)
            {
                result.AddError($"--date vale «{text}» y se esperaba una fecha como 2026-11-24 o 20261124.");
            }
        });
        Command command = new("run", "Ejecuta la ingesta de una fecha.");
        foreach (Option option in new Option[] { date, maestra, dryRun, execute, force, rollback, reason, wait, json })
        {
            command.Options.Add(option);
        }

        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => ExecuteAsync(
            new Request(
                parsed.GetValue(date) is { } text ? ParseDate(text) : null,
                new RunParameters
                {
                    Maestras = parsed.GetValue(maestra)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(m => m.ToUpperInvariant()).ToList(),
                    Force = parsed.GetValue(force),
                    Rollback = parsed.GetValue(rollback),
                },
                parsed.GetValue(dryRun), parsed.GetValue(execute), parsed.GetValue(reason), parsed.GetValue(wait), parsed.GetValue(json),
                [.. parsed.UnmatchedTokens]),
            ct));
        return command;
    }

    private static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static async Task<int> ExecuteAsync(Request request, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(request.Settings, ct);
        var services = session.Services;
        if (FindUnknownMaestra(services, request.Parameters) is { } unknown)
        {
            await Console.Error.WriteLineAsync(unknown);
            return Cli.CouldNotStart;
        }

        var date = request.Date ?? services.GetRequiredService<BusinessCalendar>().LatestDue(DateTimeOffset.UtcNow);
        if (request.DryRun)
        {
            var result = await services.GetRequiredService<DryRunner>().ExecuteAsync(date, request.Parameters, Environment.UserName, ct);
            await RunOutput.WriteAsync(result, request.Json);
            return result.Files.All(f => f.Status is "loaded" or "unchanged" or "superseded" && f.Counts.Rejected == 0) ? 0 : Cli.NotAllWell;
        }

        var hub = services.GetRequiredService<HubDatabase>();
        var alone = !await WorkerDirectory.AnyOtherAliveAsync(hub, services.GetRequiredService<WorkerIdentity>(), ct);
        var started = request.Execute is { } dryRunId
            ? await services.GetRequiredService<DryRunner>().RunForRealAsync(dryRunId, Environment.UserName, request.Reason, ct)
            : await services.GetRequiredService<RunOperations>().StartAsync(
                date, RunTrigger.Operator, request.Parameters, Environment.UserName, request.Reason, ct);
        if (!started.Done)
        {
            await Console.Error.WriteLineAsync(started.Message);
            return Cli.CouldNotStart;
        }

        await Console.Error.WriteLineAsync(started.Message);
        if (!request.Wait && !alone)
        {
            await RunOutput.WriteAsync((await RunReport.ReadAsync(hub, started.RunId!.Value, ct))!, request.Json);
            return 0;
        }

        if (alone)
        {
            await Console.Error.WriteLineAsync("Ningún portal está en marcha: la ejecución se hace aquí.");
            await session.StartWorkerAsync(ct);
        }

        var report = await WaitAsync(session, hub, started.RunId!.Value, ct);
        await RunOutput.WriteAsync(report, request.Json);
        return report.Status == RunStatus.Succeeded.Code() && report.Files.All(f => f.Rejected == 0) ? 0 : Cli.NotAllWell;
    }

    /// <summary>Waits for the run's end; should the portal disappear meanwhile, this process does the work.</summary>
    private static async Task<RunReport> WaitAsync(HubSession session, HubDatabase hub, long runId, CancellationToken ct)
    {
        var self = session.Services.GetRequiredService<WorkerIdentity>();
        for (var poll = 1; ; poll++)
        {
            var report = await RunReport.ReadAsync(hub, runId, ct);
            if (report is not null && StateCodes.ToRunStatus(report.Status).IsEnded())
            {
                return report;
            }

            await Task.Delay(PollInterval, ct);
            if (poll % 20 == 0 && !session.IsWorking && !await WorkerDirectory.AnyOtherAliveAsync(hub, self, ct))
            {
                await Console.Error.WriteLineAsync("El portal dejó de responder: la ejecución sigue aquí.");
                await session.StartWorkerAsync(ct);
            }
        }
    }

    private static string? FindUnknownMaestra(IServiceProvider services, RunParameters parameters)
    {
        var layouts = services.GetRequiredService<Func<Core.Layouts.LayoutSet>>()();
        var unknown = parameters.Maestras?.FirstOrDefault(m => layouts.Find(m) is null);
        return unknown is null
            ? null
            : $"--maestra nombra «{unknown}», que no es ninguna maestra. Se esperaba: {string.Join(", ", layouts.All.Select(l => l.Maestra))}.";
    }

    private sealed record Request(
        DateOnly? Date, RunParameters Parameters, bool DryRun, long? Execute, string? Reason, bool Wait, bool Json, string[] Settings);
}
