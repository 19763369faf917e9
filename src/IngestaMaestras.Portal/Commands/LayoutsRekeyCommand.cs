using System.CommandLine;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta layouts rekey MAESTRA --reason TEXTO</c>: gives a table the key that its layout now has.</summary>
internal static class LayoutsRekeyCommand
{
    public static Command Create()
    {
        Argument<string> maestra = new("MAESTRA") { Description = "La maestra cuyo layout cambió de clave." };
        Option<string> reason = new("--reason") { Description = "Motivo; queda en audit_log.", HelpName = "TEXTO", Required = true };
        Command command = new(
            "rekey", "Cambia la clave de la tabla de una maestra a la de su layout; primero registra el borrado de las claves anteriores.");
        command.Arguments.Add(maestra);
        command.Options.Add(reason);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => ExecuteAsync(parsed.GetValue(maestra)!, parsed.GetValue(reason)!, [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(string maestra, string reason, string[] settings, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        if (session.Services.GetRequiredService<Func<LayoutSet>>()().Find(maestra) is not { } layout)
        {
            await Console.Error.WriteLineAsync($"«{maestra}» no es ninguna maestra.");
            return Cli.CouldNotStart;
        }

        var rows = await session.Services.GetRequiredService<KeyChange>().ApplyAsync(layout, Environment.UserName, reason, ct);
        await Console.Out.WriteLineAsync($"{layout.Table}: {rows} filas con la clave nueva ({layout.KeyFields}).");
        return 0;
    }
}
