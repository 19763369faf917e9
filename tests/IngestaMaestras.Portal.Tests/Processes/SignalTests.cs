using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>Ctrl-C, and Ctrl-C again by somebody in a hurry.</summary>
public sealed class SignalTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_second_signal_while_the_program_ends_changes_nothing()
    {
        await using var installation = await Installation.CreateAsync(postgres, "signals");
        await using var process = installation.Start("serve", "--no-portal");
        await Eventually.TrueAsync(() => process.Error.Contains("Listo", StringComparison.Ordinal));

        for (var i = 0; i < 5 && !process.HasExited; i++)
        {
            process.Signal(i % 2 == 0 ? "TERM" : "INT");
        }

        var result = await process.WaitForExitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("Unhandled", result.Error, StringComparison.Ordinal);
        Assert.False(await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM worker)"));
    }
}
