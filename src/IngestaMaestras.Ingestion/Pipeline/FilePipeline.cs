using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>
/// One file's way through its steps, from the first that is not complete. Faults of PostgreSQL that may pass are retried
/// here, because the job queue lives in the same database; faults of the data never are.
/// </summary>
public sealed class FilePipeline(
    FileClaims claims,
    LeaseKeeper leases,
    FileSteps steps,
    RunDispatcher dispatcher,
    DeliveryDispatcher deliveries,
    IngestaOptions options,
    ILogger<FilePipeline> logger)
{
    private readonly ResiliencePipeline _retry = CreateRetry(options, logger);

    /// <summary>Works on the file if nobody else does, to its end or to a hold.</summary>
    /// <exception cref="OperationCanceledException">The program is stopping; another worker may go on at once.</exception>
    public async Task<FileJobResult> ExecuteAsync(long runId, long fileId, CancellationToken ct)
    {
        var file = await _retry.ExecuteAsync(async t => await claims.TryAcquireAsync(runId, fileId, t), ct);
        if (file is null)
        {
            return new FileJobResult(
                false, await claims.ReadStatusAsync(runId, fileId, ct), Message: "El archivo ya terminó o lo tiene otro trabajador: no había nada que hacer.");
        }

        FileClaim claim = new(file.RunId, file.FileId, file.Attempt, leases.Worker.WorkerId);
        using var scope = logger.BeginFile(claim, file.Maestra, file.FechaProceso);
        var result = await WorkAsync(file, claim, ct);
        if (result.WasMine)
        {
            await DispatchAsync(runId, file.Maestra, ct);
        }

        return result;
    }

    private async Task<FileJobResult> WorkAsync(RunFileRow file, FileClaim claim, CancellationToken ct)
    {
        using var held = leases.Hold(claim, ct);
        try
        {
            var result = await _retry.ExecuteAsync(
                async t => file.CancelRequested ? await steps.CancelAsync(claim, t) : await steps.ExecuteAsync(claim, t), held.Token);
            Tell(file, result);
            return result;
        }
        catch (ClaimLostException e)
        {
            logger.LogWarning("{Reason}", e.Message);
            return new FileJobResult(false, null, Message: e.Message);
        }
        catch (OperationCanceledException) when (held.IsLost)
        {
            ClaimLostException lost = new(claim);
            logger.LogWarning("{Reason}", lost.Message);
            return new FileJobResult(false, null, Message: lost.Message);
        }
        catch (OperationCanceledException) when (held.CancelRequested && !ct.IsCancellationRequested)
        {
            return await _retry.ExecuteAsync(async t => await steps.CancelAsync(claim, t), ct);
        }
        catch (OperationCanceledException)
        {
            await claims.ReleaseAsync(claim);
            throw;
        }
        catch (Exception e)
        {
            // While the database is away nothing can be recorded: the lease runs out and the work is resumed.
            logger.LogError(e, "{FileName}: el trabajo se interrumpió", file.FileName);
            return await steps.FailAsync(claim, e, ct);
        }
    }

    private void Tell(RunFileRow file, FileJobResult result)
    {
        var level = result.Status is FileStatus.Failed ? LogLevel.Error : result.Status is FileStatus.Held ? LogLevel.Warning : LogLevel.Information;
        if (result.Message is null)
        {
            logger.Log(level, "{FileName}: {Status}", file.FileName, result.Status?.Word());
        }
        else
        {
            logger.Log(level, "{FileName}: {Status}: {Reason}", file.FileName, result.Status?.Word(), result.Message);
        }
    }

    /// <summary>What comes next is not this file's business any more: if it cannot be enqueued now, the sweep does it.</summary>
    private async Task DispatchAsync(long runId, string? maestra, CancellationToken ct)
    {
        try
        {
            // Deliveries first: the run's end waits a moment for those that are under way.
            if (maestra is not null)
            {
                await deliveries.DispatchAsync(target: null, maestra, failedToo: true, ct);
            }

            await dispatcher.DispatchAsync(runId, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "Ejecución {RunId}: no se pudo encolar lo que sigue; lo hará la próxima búsqueda de trabajo", runId);
        }
    }

    private static ResiliencePipeline CreateRetry(IngestaOptions options, ILogger logger) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(SqlStates.IsTransient),
            MaxRetryAttempts = Math.Max(1, options.DatabaseRetries),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.DatabaseRetryDelay,
            OnRetry = retry =>
            {
                logger.LogWarning(
                    "PostgreSQL no respondió ({Reason}); intento {Attempt} de {Attempts} en {Delay}",
                    retry.Outcome.Exception?.Message, retry.AttemptNumber + 2, options.DatabaseRetries + 1, retry.RetryDelay);
                return default;
            },
        })
        .Build();
}
