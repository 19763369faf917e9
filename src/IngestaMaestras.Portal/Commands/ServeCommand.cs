using System.CommandLine;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>serve</c>: portal, scheduler and worker, each of which can be switched off.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Option<string?> urls = new("--urls") { Description = "Dirección en la que escucha el portal.", HelpName = "URL" };
        Option<bool> noPortal = new("--no-portal") { Description = "Sin páginas: solo trabajador o programador." };
        Option<bool> noWorker = new("--no-worker") { Description = "No ejecuta trabajos: los hace otro proceso." };
        Option<bool> noScheduler = new("--no-scheduler") { Description = "No lleva el calendario de noches." };
        Option<bool> untilInputEnds = new("--until-input-ends") { Description = "Termina cuando se cierra su entrada estándar, es decir, a más tardar con quien lo arrancó." };
        Command command = new("serve", "Arranca el portal, el programador y un trabajador.");
        command.Options.Add(urls);
        command.Options.Add(noPortal);
        command.Options.Add(noWorker);
        command.Options.Add(noScheduler);
        command.Options.Add(untilInputEnds);
        // Settings may be given as arguments, as ASP.NET Core programs take them: --Ingesta:DataRoot=/datos
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (parsed.GetValue(untilInputEnds))
            {
                _ = StopWithInputAsync(stop);
            }

            List<string> settings = [.. parsed.UnmatchedTokens];
            if (parsed.GetValue(urls) is { } url)
            {
                settings.Add($"--urls={url}");
            }

            return await ServeAsync(
                settings, stop.Token, !parsed.GetValue(noPortal), new RuntimeOptions(!parsed.GetValue(noWorker), !parsed.GetValue(noScheduler)));
        });
        return command;
    }

    /// <summary>Console.In reads synchronously even when asked not to, so a thread of its own waits.</summary>
    private static async Task StopWithInputAsync(CancellationTokenSource stop)
    {
        await Task.Factory.StartNew(Console.In.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public static async Task<int> ServeAsync(
        IReadOnlyList<string> settings, CancellationToken ct, bool portal = true, RuntimeOptions? parts = null)
    {
        await PortalHost.RunAsync([.. settings], portal, parts ?? new RuntimeOptions(true, true), ct);
        return 0;
    }
}
