using System.CommandLine;
using System.Runtime.InteropServices;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Observability;
using Npgsql;

namespace IngestaMaestras.Portal.Commands;

/// <summary>The program's verbs, and what all of them share: exit codes, and one sentence instead of a stack trace.</summary>
internal static class Cli
{
    /// <summary>Finished, but not all well: failed, partial, held, rejects, problems found.</summary>
    public const int NotAllWell = 1;

    /// <summary>Could not start, or bad usage.</summary>
    public const int CouldNotStart = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("Use --help para ver el uso.");
            return CouldNotStart;
        }

        // The parser's own handler does not bear a second signal while the program is still ending after the first.
        using CancellationTokenSource stop = new();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return CouldNotStart;
        }
        catch (Exception e) when (e is ConfigurationException or DataFolderException or HubSchemaException or HubTableException
            or PrivateClusterException or PortInUseException or MetricsPortInUseException or BackupException)
        {
            // These carry an operator's sentence: where, what was found, what to do.
            await Console.Error.WriteLineAsync(e.Message);
            return CouldNotStart;
        }
        catch (NpgsqlException e)
        {
            await Console.Error.WriteLineAsync($"No se pudo trabajar con PostgreSQL: {e.Message} Revise ConnectionStrings:Hub y que el servidor esté en marcha.");
            return CouldNotStart;
        }
    }

    /// <summary>Asks on the terminal; without somebody to ask the answer is no.</summary>
    /// <param name="question">In Spanish, with its marks.</param>
    public static bool Confirm(string question)
    {
        Console.Error.Write($"{question} [s/N] ");
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "s" or "si" or "sí";
    }

    private static RootCommand CreateRoot()
    {
        var serve = ServeCommand.Create();
        RootCommand root = new("IngestaMaestras: ingesta de datos maestros del ERP. Sin verbo equivale a serve.");
        root.Subcommands.Add(serve);
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ToonCommand.Create());
        root.Subcommands.Add(LayoutsCommand.Create());
        root.Subcommands.Add(ParseCommand.Create());
        root.Subcommands.Add(SampleCommand.Create());
        root.Subcommands.Add(DeliverCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(ReconcileCommand.Create());
        root.Subcommands.Add(TargetsCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(RestoreCommand.Create());
        root.Subcommands.Add(DrillCommand.Create());
        root.Subcommands.Add(MaintenanceCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        root.SetAction((_, ct) => ServeCommand.ServeAsync([], ct));
        return root;
    }
}
