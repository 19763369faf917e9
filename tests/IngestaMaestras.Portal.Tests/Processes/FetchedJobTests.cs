using System.Globalization;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>A worker that dies between taking a job from the queue and saying that it works on it.</summary>
public sealed class FetchedJobTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_job_that_a_dead_worker_had_taken_is_not_waited_for()
    {
        await using var installation = await Installation.CreateAsync(postgres, "fetched");
        // The queue itself would bring it back only after this.
        installation.Environment["Ingesta__JobInvisibilityTimeout"] = "01:00:00";
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        // Brings the database up to date.
        await installation.RunAsync("deliver");
        var runId = await installation.ScalarAsync<long>(
            "INSERT INTO run (fecha_proceso, trigger, requested_by) VALUES ('2026-11-24', 'operator', 'prueba') RETURNING run_id");
        await using (var app = await installation.BuildAsync())
        {
            var jobs = app.Services.GetRequiredService<IJobScheduler>();
            var jobId = jobs.EnqueueRun(runId, new DateOnly(2026, 11, 24));
            await installation.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                UPDATE run SET job_id = '{jobId}' WHERE run_id = {runId};
                UPDATE hangfire.jobqueue SET fetchedat = now() WHERE jobid = {jobId}
                """));
        }

        await using var serve = installation.Start("serve", "--no-portal");

        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>("SELECT bool_and(ended_at IS NOT NULL) FROM run"), TimeSpan.FromMinutes(1), "the run has ended");
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        serve.Signal("TERM");
        await serve.WaitForExitAsync();
    }
}
