using System.ComponentModel;
using System.Diagnostics;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Runs one of PostgreSQL's (or the system's) tools and collects what it says.</summary>
internal static class ShellCommand
{
    /// <exception cref="PrivateClusterException">The program does not exist or may not be executed.</exception>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command, string workingDirectory, CancellationToken ct)
    {
        using Process process = Start(command, workingDirectory);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(ct);
            Task<string> error = process.StandardError.ReadToEndAsync(ct);
            await Task.WhenAll(output, error, process.WaitForExitAsync(ct));
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>For commands that say little and end at once.</summary>
    /// <exception cref="PrivateClusterException">The program does not exist or may not be executed.</exception>
    public static CommandResult Run(IReadOnlyList<string> command, string workingDirectory)
    {
        using Process process = Start(command, workingDirectory);
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, error);
    }

    private static Process Start(IReadOnlyList<string> command, string workingDirectory)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // PGDATA, PGPORT and their like would lead the tools to somebody else's server.
        string[] foreign = [.. start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal))];
        foreach (string name in foreign)
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new PrivateClusterException(PrivateClusterTexts.CommandNotRun(command[0], e.Message), e);
        }
    }
}
