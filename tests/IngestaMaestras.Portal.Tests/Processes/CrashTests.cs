using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The process is killed in the middle of a run; another one finishes it as if nothing had happened.</summary>
public sealed class CrashTests(PostgresFixture postgres)
{
    private const string Today = "20261124";
    private const int LargeRows = 60_000;

    [Fact]
    public async Task A_killed_run_ends_like_an_undisturbed_one()
    {
        await using var undisturbed = await Installation.CreateAsync(postgres, "calm");
        WriteDay(undisturbed);
        var started = TimeProvider.System.GetTimestamp();
        await undisturbed.RunAsync("run", "--date", Today, "--wait");
        var duration = TimeProvider.System.GetElapsedTime(started);
        var expected = await undisturbed.DescribeAsync();
        Assert.Contains($"erp_categoria: {LargeRows - 1}", expected, StringComparison.Ordinal);

        // The seed makes the moments repeatable as shares of the run; what they hit varies with the machine, as it should.
        Random random = new(20261124);
        for (var kill = 0; kill < Long.Choose(3, 20); kill++)
        {
            await using var killed = await Installation.CreateAsync(postgres, "killed");
            WriteDay(killed);
            var share = random.NextDouble();
            await RunAndKillAsync(killed, duration * share);
            await using (var second = killed.Start("serve", "--no-portal"))
            {
                await ContinueAsync(killed);
                try
                {
                    await killed.RunEndedAsync();
                }
                catch (TimeoutException)
                {
                    Assert.Fail($"Killed after {share:P0} of a run; its successor does not finish it.\n{await killed.DescribeAsync()}\n{second.Error}");
                }

                second.Signal("TERM");
                await second.WaitForExitAsync();
            }

            Assert.Equal(expected, await killed.DescribeAsync());
        }
    }

    private static void WriteDay(Installation installation)
    {
        installation.WriteLines($"XMONEDA_{Today}.txt", ["01PESO", "02DÓLAR"]);
        installation.WriteLines($"XWEPAI_{Today}.txt", ["0169COLOMBIA                      01", "0013ALEMANIA                      09"]);
        installation.WriteLines($"XCADENA_{Today}.txt", ["ASUPER INTER", "BCARULLA", "1MALA", "D", "AOTRA"]);
        installation.WriteLines("DESCONOCIDO.txt", ["algo"]);
        installation.WriteCategories(Today, LargeRows);
        // One bad line in the large file: its rejects file has to come out right, too.
        var path = Path.Combine(installation.Input, $"XCATEG_{Today}.txt");
        var bytes = File.ReadAllBytes(path);
        bytes[Array.IndexOf(bytes, (byte)'\n', bytes.Length / 2) + 1] = (byte)'X';
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The same command in two halves: killed at the moment, or ended before it came.</summary>
    private static async Task RunAndKillAsync(Installation installation, TimeSpan after)
    {
        await using var process = installation.Start("run", "--date", Today, "--wait");
        var deadline = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(
            () => process.HasExited || TimeProvider.System.GetElapsedTime(deadline) >= after, TimeSpan.FromMinutes(2), "the moment of the kill");
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Killed before it had even created its run, the operator simply types the command again.</summary>
    private static async Task ContinueAsync(Installation installation)
    {
        if (!await installation.ScalarAsync<bool>("SELECT to_regclass('run') IS NOT NULL")
            || !await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run)"))
        {
            await installation.RunAsync("run", "--date", Today, "--wait");
        }
    }
}
