using System.Diagnostics;
using System.Text.RegularExpressions;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>
/// <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c> of one version. They are told where the server is by environment
/// variables: a command line can be read by every account of the machine.
/// </summary>
internal sealed partial class PostgresTools(string folder)
{
    private static readonly string[] Names = ["pg_dump", "pg_restore", "psql"];

    public string Folder => folder;

    /// <summary>The oldest that understands the server, so that what it writes can be read in most places.</summary>
    /// <exception cref="BackupException">There is none.</exception>
    public static async Task<PostgresTools> FindAsync(int serverMajor, CancellationToken ct)
    {
        List<(string Folder, int Version)> found = [];
        foreach (var folder in await PostgresBinaries.FindFoldersAsync(ct))
        {
            if (Names.All(n => File.Exists(Path.Combine(folder, n))))
            {
                var result = await ShellCommand.RunAsync([Path.Combine(folder, Names[0]), "-V"], "/", ct);
                if (VersionPattern().Match(result.Output) is { Success: true } match)
                {
                    found.Add((folder, int.Parse(match.ValueSpan, System.Globalization.CultureInfo.InvariantCulture)));
                }
            }
        }

        return found.Where(f => f.Version >= serverMajor).OrderBy(f => f.Version).Select(f => new PostgresTools(f.Folder)).FirstOrDefault()
            ?? throw new BackupException(BackupMessages.Format("ToolsMissing", serverMajor));
    }

    /// <returns>What it printed.</returns>
    /// <exception cref="BackupException">It failed; the message has its own words.</exception>
    public async Task<string> RunAsync(string tool, IEnumerable<string> arguments, NpgsqlConnection? server, CancellationToken ct)
    {
        using var process = Start(tool, arguments, server);
        process.StandardInput.Close();
        var (output, error) = await WaitAsync(process, process.StandardOutput.ReadToEndAsync(ct), ct);
        ThrowIfFailed(tool, process, error);
        return output;
    }

    /// <summary>
    /// Restores a dump in one transaction, with statements before and after it: all of it happens, or nothing. Should this
    /// process be killed, <c>psql</c> lives on for a moment and takes the end of its input for the end of the script: only a
    /// written COMMIT, which is the last thing that it gets, makes it commit.
    /// </summary>
    public async Task RestoreInOneTransactionAsync(
        string dump, IEnumerable<string> restoreArguments, string before, string after, NpgsqlConnection server, CancellationToken ct)
    {
        using var reader = Start("pg_restore", [.. restoreArguments, "--file=-", dump], null);
        reader.StandardInput.Close();
        using var writer = Start("psql", ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--file=-"], server);
        var said = writer.StandardError.ReadToEndAsync(ct);
        var complaint = reader.StandardError.ReadToEndAsync(ct);
        try
        {
            var input = writer.StandardInput.BaseStream;
            try
            {
                await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"BEGIN;\n{before}\n"), ct);
                await reader.StandardOutput.BaseStream.CopyToAsync(input, ct);
                await reader.WaitForExitAsync(ct);
                ThrowIfFailed("pg_restore", reader, await complaint);
                await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"\n{after}\nCOMMIT;\n"), ct);
                await input.FlushAsync(ct);
            }
            catch (IOException) when (!ct.IsCancellationRequested)
            {
                // psql hung up in the middle: what it said is the reason.
                await writer.WaitForExitAsync(ct);
                ThrowIfFailed("psql", writer, await said);
                throw;
            }

            writer.StandardInput.Close();
            await writer.WaitForExitAsync(ct);
            ThrowIfFailed("psql", writer, await said);
        }
        finally
        {
            Kill(reader);
            Kill(writer);
        }
    }

    private Process Start(string tool, IEnumerable<string> arguments, NpgsqlConnection? server)
    {
        ProcessStartInfo start = new(Path.Combine(folder, tool), arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] foreign = [.. start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal) && k is not ("PGPASSFILE" or "PGSYSCONFDIR"))];
        foreach (var name in foreign)
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PGCLIENTENCODING"] = "UTF8";
        if (server is not null)
        {
            foreach (var (name, value) in Describe(server))
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start)!;
    }

    /// <summary>The server that the connection has reached, of several that may be configured.</summary>
    private static IEnumerable<(string Name, string Value)> Describe(NpgsqlConnection server)
    {
        NpgsqlConnectionStringBuilder settings = new(server.ConnectionString);
        (string, string?)[] all =
        [
            ("PGHOST", server.Host), ("PGPORT", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("PGDATABASE", server.Database), ("PGUSER", settings.Username), ("PGPASSWORD", settings.Password),
            ("PGPASSFILE", settings.Passfile), ("PGSSLROOTCERT", settings.RootCertificate), ("PGSSLCERT", settings.SslCertificate),
            ("PGSSLKEY", settings.SslKey), ("PGSSLMODE", settings.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var other => other.ToString().ToLowerInvariant(),
            }),
        ];
        return from setting in all where !string.IsNullOrEmpty(setting.Item2) select (setting.Item1, setting.Item2!);
    }

    private static async Task<(string Output, string Error)> WaitAsync(Process process, Task<string> output, CancellationToken ct)
    {
        try
        {
            var error = process.StandardError.ReadToEndAsync(ct);
            await Task.WhenAll(output, error, process.WaitForExitAsync(ct));
            return (await output, await error);
        }
        finally
        {
            Kill(process);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static void ThrowIfFailed(string tool, Process process, string error)
    {
        if (process.ExitCode != 0)
        {
            throw new BackupException(BackupMessages.Format("ToolFailed", tool, process.ExitCode, error.Trim()));
        }
    }

    // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex VersionPattern();
}
