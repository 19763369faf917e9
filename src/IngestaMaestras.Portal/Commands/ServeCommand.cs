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
        Command command = new("serve", "Arranca el portal, el programador y un trabajador.");
        command.Options.Add(urls);
        command.Options.Add(noPortal);
        command.Options.Add(noWorker);
        command.Options.Add(noScheduler);
        // Settings may be given as arguments, as ASP.NET Core programs take them: --Ingesta:DataRoot=/datos
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) =>
        {
            List<string> settings = [.. parsed.UnmatchedTokens];
            if (parsed.GetValue(urls) is { } url)
            {
                settings.Add($"--urls={url}");
            }

            return ServeAsync(
                settings, ct, !parsed.GetValue(noPortal), new RuntimeOptions(!parsed.GetValue(noWorker), !parsed.GetValue(noScheduler)));
        });
        return command;
    }

    public static async Task<int> ServeAsync(
        IReadOnlyList<string> settings, CancellationToken ct, bool portal = true, RuntimeOptions? parts = null)
    {
        await PortalHost.RunAsync([.. settings], portal, parts ?? new RuntimeOptions(true, true), ct);
        return 0;
    }
}
